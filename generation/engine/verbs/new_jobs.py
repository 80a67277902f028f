"""A job before it is written: what it is made of, from what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from generation.app_settings import PARALLEL_LANES
from generation.blueprints.base import Blueprint
from generation.engine.line.ranks import rank
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.models.moves import LockedJob
from generation.states import Priority
from settings_app.schema import Values


@dataclass(frozen=True, kw_only=True)
class StartOptions:
    """How a job is to run.

    No `priority` means what its score stands for, no `lanes` the setting's, no `continue_on_failure` the
    blueprint's own.
    """

    priority: Priority | None = None
    deadline: datetime | None = None
    scheduled_at: datetime | None = None
    lanes: int | None = None
    skip_quality_check: bool = False
    continue_on_failure: bool | None = None


def job_for(
    funnel: Funnel, kind: Blueprint, inputs: Mapping[str, Any], options: StartOptions, values: Values
) -> GenerationJob:
    """Return a job of the funnel as it is now, not written yet."""
    goes_on = options.continue_on_failure
    return GenerationJob(
        funnel=funnel,
        owner_id=funnel.owner_id,
        blueprint=kind.key,
        subject=kind.subject(inputs),
        **rank(funnel.owner, kind, inputs, options.priority, options.deadline, values),
        lanes=options.lanes or values[PARALLEL_LANES],
        skip_quality_check=options.skip_quality_check,
        continue_on_failure=kind.continue_on_failure if goes_on is None else goes_on,
        scheduled_at=options.scheduled_at,
        deadline=options.deadline,
        brief=funnel.brief,
        language=funnel.language,
        inputs=dict(inputs),
    )


def record_start(locked: LockedJob) -> None:
    """Note that the job was asked for, and until when it is put off where it is."""
    at = locked.job.scheduled_at
    told: dict[str, Any] = {}
    if at and at > locked.now:
        told = {"scheduled_at": at.astimezone(UTC).isoformat(), "put_off": True}
    locked.record("job_started", **told)


def tasks_of(job: GenerationJob, kind: Blueprint) -> list[GenerationTask]:
    """Return all tasks of a job that is not written yet, in order."""
    return [
        GenerationTask(
            job=job,
            position=position,
            key=spec.key,
            name=spec.title,
            group=spec.group,
            lane=spec.lane,
            product=spec.product,
            role=spec.role,
            needs=list(spec.needs),
        )
        for position, spec in enumerate(kind.tasks(job.inputs), start=1)
    ]


def problems_of(kind: Blueprint, brief: Any, language: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each field that keeps a job from being started, by its dotted path."""
    problems = {
        **{f"brief.{path}": text for path, text in kind.check_brief(brief, language).items()},
        **{f"inputs.{path}": text for path, text in kind.check_inputs(inputs).items()},
    }
    return problems or dict(kind.check_together(brief, inputs))
