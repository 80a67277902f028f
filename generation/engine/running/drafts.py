"""A task's draft, made from its claim and what the database knows."""

from generation.app_settings import DEFAULT_BRAND_VOICE, MAX_OUTPUT_TOKENS, SALVAGE_SECTIONS
from generation.blueprints import get_blueprint
from generation.calls import SectionText, Violation
from generation.engine.content.sections import written_tasks
from generation.models.claims import ClaimedTask
from generation.pipeline.draft import Draft
from settings_app.schema import Values


def load_draft(claim: ClaimedTask, *, model: str, values: Values) -> Draft:
    """Return the draft of a claimed task: the job's snapshot, earlier output, and what was kept so far."""
    blueprint = get_blueprint(claim.blueprint)
    needed = [spec for spec in blueprint.tasks(claim.inputs) if spec.key in claim.needs]
    return Draft(
        blueprint=blueprint,
        task=blueprint.task(claim.task_key, claim.inputs),
        brief=claim.brief,
        language=claim.language,
        inputs=claim.inputs,
        earlier=written_tasks(claim, needed) if needed else (),
        kept=tuple(SectionText(**kept) for kept in claim.kept) if values[SALVAGE_SECTIONS] else (),
        complaints=tuple(Violation(**violation) for violation in claim.complaints),
        note=claim.note,
        skip_quality_check=claim.skip_quality_check,
        default_brand_voice=values[DEFAULT_BRAND_VOICE],
        model=model,
        max_output_tokens=values[MAX_OUTPUT_TOKENS],
    )
