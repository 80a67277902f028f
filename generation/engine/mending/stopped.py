"""Jobs that an incident made fail: resumed by themselves once it is over, a few at a time.

A job is not resumed for ever. Where it came no further the last times, something else is wrong with it than
a trial can tell, and a person has to look.
"""

from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from generation.app_settings import GENERATION_ENABLED
from generation.engine.apart import apart
from generation.engine.outbox.endings import tell_ending
from generation.engine.verbs.requeuing import put_back_in_line
from generation.errors import JobOpenError, NotAllowedError
from generation.models import GenerationJob, JobEvent, ProviderIncident
from generation.models.job import FAILED_BY_INCIDENT
from generation.models.moves import LockedJob, locked_job
from generation.states import JobStatus
from settings_app import store

log = structlog.get_logger(__name__)

WAVE = 10
"""How many jobs one turn of the reconciler resumes; their calls pass the provider's gate besides."""

MOST_IN_VAIN = 3
"""How often in a row a job is resumed by itself and comes no further."""

LEFT = "not_resumed"
"""The code of a job that was not resumed by itself: what it failed by before is mended, this is not."""


def resume_stopped_jobs() -> int:
    """Resume some of the jobs that failed by an incident which is over, the oldest first; return how many.

    None is while generation is switched off, or its provider has another incident: they wait for that too.
    """
    if not store.get(GENERATION_ENABLED):
        return 0
    again = ProviderIncident.objects.filter(provider=OuterRef("incident__provider"), closed_at=None)
    stopped = GenerationJob.objects.filter(~Exists(again), FAILED_BY_INCIDENT)
    rows = stopped.order_by("completed_at").values_list("pk", "incident")[:WAVE]
    resumed = 0
    for job_id, incident_id in list(rows):
        with apart(job=str(job_id)):
            resumed += _resume(job_id, incident_id)
    return resumed


def _resume(job_id: UUID, incident_id: int) -> bool:
    """Return whether the job is in line again; a person may have resumed or reset it meanwhile."""
    with locked_job(job_id) as locked:
        if (locked.job.status, locked.job.incident_id) != (JobStatus.FAILED, incident_id):
            return False
        if _came_no_further(locked.job):
            _leave(locked, "It was resumed time and again, and came no further.")
            return False
        try:
            with transaction.atomic():
                put_back_in_line(locked, only_task=locked.job.only_task, by="incident")
        except JobOpenError:
            locked.job.refresh_from_db()
            _leave(locked, "It was not resumed by itself: a newer run has begun, and goes on in its place.")
            return False
        except NotAllowedError as refusal:
            locked.job.refresh_from_db()
            _leave(locked, f"It was not resumed by itself: {refusal.message}")
            return False
    return True


def _came_no_further(job: GenerationJob) -> bool:
    events = JobEvent.objects.filter(job=job)
    resumes = events.filter(kind="job_resumed", data__by="incident").order_by("-seq")
    last = list(resumes.values_list("seq", flat=True)[:MOST_IN_VAIN])
    return len(last) == MOST_IN_VAIN and not events.filter(kind="task_completed", seq__gt=last[-1]).exists()


def _leave(locked: LockedJob, why: str) -> None:
    """Leave the job failed: it has ended only now, and its owner is told of that like of any other ending."""
    says = f"{locked.job.error_message} {why}".strip()
    locked.write(incident=None, error_code=LEFT, error_message=says, completed_at=locked.now)
    tell_ending(locked)
    locked.record("job_left_failed", reason=why)
    log.warning("A stopped job was not resumed", job=str(locked.job.pk), reason=why)
