"""Which jobs run and are on hold: something holds a task of theirs, and none is under way."""

from django.db.models import Q
from django.db.models.expressions import RawSQL

from generation.states import JobStatus, TaskStatus

UNDER_WAY = (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)
"""A task of these is written, or waits for its next try."""

_IN_WORDS = ", ".join(f"'{status}'" for status in UNDER_WAY)

HELD_ALONE = f"""
held.hold <> '' AND NOT EXISTS (
    SELECT FROM generation_tasks AS beside
     WHERE beside.job_id = held.job_id AND beside.status IN ({_IN_WORDS})
)
"""
"""Said of a task `held`: something holds it, and none beside it in its job is under way."""

_HELD_ALONE = f"SELECT held.job_id FROM generation_tasks AS held WHERE {HELD_ALONE}"  # noqa: S608 - our own text

ON_HOLD = Q(status=JobStatus.RUNNING, pk__in=RawSQL(_HELD_ALONE, ()))  # noqa: S611 - likewise
"""Begins with the few tasks that are held: asked job by job, PostgreSQL may read all tasks there are."""
