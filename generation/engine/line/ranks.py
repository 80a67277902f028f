"""The rank of a job in line: its level, chosen or scored, and its score."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from generation.app_settings import HIGH_PRIORITY_FOR
from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.allowances.audience import is_meant
from generation.engine.apart import apart
from generation.engine.line.score import level_of, next_change, score_of
from generation.errors import NotAllowedError
from generation.models import GenerationJob
from generation.models.moves import locked_job
from generation.states import JobStatus, Priority
from settings_app import store
from settings_app.schema import Values


def rank(
    owner: User,
    kind: Blueprint,
    inputs: Mapping[str, Any],
    priority: Priority | None,
    deadline: datetime | None,
    values: Values,
) -> dict[str, Any]:
    """Return the fields of a job's rank as it is now; without `priority` the level follows from the score."""
    now = timezone.now()
    score = score_of(kind.demand(inputs), deadline, now)
    return {
        "priority": priority or _scored_level(score, owner, values),
        "priority_given": priority is not None,
        "score": score,
        "rescore_at": next_change(deadline, now),
    }


def check_may_choose(priority: Priority, owner: User, values: Values) -> None:
    """Raise NotAllowedError where the job's owner may not give it this priority."""
    if priority == Priority.HIGH and not is_meant(values[HIGH_PRIORITY_FOR], owner):
        raise NotAllowedError(
            "high_not_allowed", "High priority is not for everyone here. Choose normal or low."
        )


def rescore_jobs() -> int:
    """Raise the jobs in line whose deadlines have come nearer; return how many."""
    values = store.read_all()
    due = GenerationJob.objects.filter(status=JobStatus.QUEUED, rescore_at__lte=timezone.now())
    rescored = 0
    for job_id in list(due.values_list("pk", flat=True)):
        with apart(job=str(job_id)):
            rescored += _rescore(job_id, values)
    return rescored


def _rescore(job_id: UUID, values: Values) -> bool:
    with locked_job(job_id) as locked:
        job = locked.job
        if job.status != JobStatus.QUEUED:
            return False
        given = Priority(job.priority) if job.priority_given else None
        fields = rank(job.owner, get_blueprint(job.blueprint), job.inputs, given, job.deadline, values)
        locked.write(**fields)
        locked.record("job_rescored", score=fields["score"], priority=fields["priority"])
    return True


def _scored_level(score: int, owner: User, values: Values) -> Priority:
    level = level_of(score)
    if level == Priority.HIGH and not is_meant(values[HIGH_PRIORITY_FOR], owner):
        return Priority.NORMAL
    return level
