"""A task's draft, made from what the database knows."""

import json

from generation.app_settings import (
    ATTEMPT_TIMEOUT_SECONDS,
    DEFAULT_BRAND_VOICE,
    LEASE_SECONDS,
    MAX_OUTPUT_TOKENS,
    MAX_RETRY_ATTEMPTS,
    SALVAGE_SECTIONS,
    WRITER_MODEL,
    WRITER_PROVIDER,
)
from generation.blueprints import get_blueprint
from generation.engine.content import written_tasks
from generation.errors import SectionText, Violation
from generation.models.claims import ClaimedTask
from generation.pipeline.draft import Draft
from settings_app.schema import Values

_USED = (
    MAX_RETRY_ATTEMPTS,
    ATTEMPT_TIMEOUT_SECONDS,
    LEASE_SECONDS,
    SALVAGE_SECTIONS,
    WRITER_PROVIDER,
    WRITER_MODEL,
    MAX_OUTPUT_TOKENS,
    DEFAULT_BRAND_VOICE,
)


def settings_used(values: Values) -> str:
    """Return, as JSON, the settings an attempt goes by."""
    return json.dumps({setting.key: values[setting] for setting in _USED})


def load_draft(task: ClaimedTask, *, model: str, values: Values) -> Draft:
    """Return the draft of a claimed task: the job's snapshot, earlier output, and what was kept so far."""
    blueprint = get_blueprint(task.blueprint)
    needed = [spec for spec in blueprint.tasks(task.inputs) if spec.key in task.needs]
    return Draft(
        blueprint=blueprint,
        task=blueprint.task(task.task_key, task.inputs),
        brief=task.brief,
        language=task.language,
        inputs=task.inputs,
        earlier=written_tasks(task, needed) if needed else (),
        kept=tuple(SectionText(**kept) for kept in task.kept) if values[SALVAGE_SECTIONS] else (),
        complaints=tuple(Violation(**violation) for violation in task.complaints),
        note=task.note,
        skip_quality_check=task.skip_quality_check,
        default_brand_voice=values[DEFAULT_BRAND_VOICE],
        model=model,
        max_output_tokens=values[MAX_OUTPUT_TOKENS],
    )
