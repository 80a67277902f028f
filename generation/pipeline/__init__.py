"""The seven stages every attempt passes through, from a checked brief to stored sections."""

from generation.pipeline.assembly import assemble_template
from generation.pipeline.components import generate_components, nothing_is_wanted
from generation.pipeline.context import build_context
from generation.pipeline.draft import Draft, Tools
from generation.pipeline.postprocess import post_process
from generation.pipeline.quality import quality_check_is_waived, validate_quality
from generation.pipeline.stages import ErrorHandler, Hooks, Record, Stage, log_failure, run_stages
from generation.pipeline.storage import store_sections
from generation.pipeline.validation import validate

STAGES: tuple[Stage, ...] = (
    Stage(name="validation", run=validate),
    Stage(name="context_building", run=build_context),
    Stage(name="component_generation", run=generate_components, skip=nothing_is_wanted),
    Stage(name="template_assembly", run=assemble_template),
    Stage(name="quality_validation", run=validate_quality, skip=quality_check_is_waived),
    Stage(name="post_processing", run=post_process),
    Stage(name="storage", run=store_sections),
)

__all__ = ["STAGES", "run_pipeline"]


def run_pipeline(
    draft: Draft,
    tools: Tools,
    *,
    record: Record,
    hooks: Hooks = Hooks(),  # noqa: B008 - frozen, so one default serves every call
    stages: tuple[Stage, ...] = STAGES,
    on_error: ErrorHandler = log_failure,
) -> Draft:
    """Pass `draft` through the stages and return it finished.

    Raises what the failing stage raised: an AttemptError of ours, or AttemptStopped, untouched. `record` gets
    a StageRecord as each stage ends, the failing one included.
    """
    return run_stages(stages, draft, tools, record=record, hooks=hooks, on_error=on_error)
