"""Which jobs run and are on hold: something holds a task of theirs, and none is under way."""

from django.db.models import Exists, OuterRef, Q

from generation.models import GenerationTask
from generation.states import JobStatus, TaskStatus

UNDER_WAY = (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)
"""A task of these is written, or waits for its next try."""

_beside = GenerationTask.objects.filter(job=OuterRef("job"), status__in=UNDER_WAY).order_by()
_held_alone = GenerationTask.objects.exclude(hold="").filter(~Exists(_beside)).order_by()

ON_HOLD = Q(status=JobStatus.RUNNING, pk__in=_held_alone.values("job"))
"""Begins with the few tasks that are held: asked job by job, PostgreSQL may read all tasks there are."""
