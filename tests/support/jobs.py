"""Jobs brought to where a test needs them, by the engine's own moves and without a worker."""

from typing import Any
from uuid import uuid4

from django.db.models.functions import Now

from generation.blueprints import get_blueprint
from generation.blueprints.base import SectionSpec
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import complete_task, fail_attempt
from generation.engine.running.settling import end_job
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.errors import ProviderError
from generation.models import Funnel, GenerationJob, GenerationTask, ProviderIncident, Section
from generation.models.claims import ClaimedTask, claim_task
from generation.models.moves import locked_job
from generation.pipeline.draft import Draft, FinishedSection
from generation.states import JobStatus

FACTS: dict[str, Any] = {
    "provider": "demo",
    "model": "demo",
    "request_id": "",
    "stages": [],
    "provider_calls": 1,
    "input_tokens": 0,
    "cached_input_tokens": 0,
    "output_tokens": 10,
    "cost_micro_usd": 1500,
}
"""What is known of the call of an attempt, as the engine writes it down."""


def start_running(funnel: Funnel, **asked: Any) -> GenerationJob:
    """Start a job that runs, with nothing of it begun; of an open incident it heard only afterwards.

    It is the funnel's own unless another `blueprint` with its `inputs` is asked for.
    """
    is_open = ProviderIncident.objects.filter(closed_at=None)
    known = list(is_open.values_list("pk", flat=True))
    is_open.update(closed_at=Now())
    job = start_job(funnel, **asked)
    admit_jobs()
    ProviderIncident.objects.filter(pk__in=known).update(closed_at=None)
    job.refresh_from_db()
    return job


def begin(job: GenerationJob, position: int) -> ClaimedTask:
    """Claim the job's task at that position, as a worker does."""
    task = task_at(job, position)
    job.refresh_from_db()
    claim = claim_task(
        task.pk,
        epoch=job.epoch,
        token=uuid4(),
        lease_seconds=60,
        timeout_seconds=300,
        worker="worker@test",
        settings="{}",
    )
    assert claim, f"{task.key} is {task.status}, its job {job.status}"
    return claim


def write(job: GenerationJob, position: int, body: str = "A text of five words.") -> Section:
    """Complete the task at that position with one section, its cover, and return the section."""
    claim = begin(job, position)
    finish(claim, job, body)
    return Section.objects.get(funnel_id=job.funnel_id, task_key=claim.task_key)


def write_off_the_record(funnel: Funnel) -> None:
    """Have one part written by a run of which nothing is kept but its text."""
    job = start_running(funnel)
    write(job, 1)
    delete_job(cancel_job(job))


def complete(job: GenerationJob) -> None:
    """End the job as its last part does, whatever is written of it."""
    with locked_job(job.pk) as locked:
        end_job(locked, JobStatus.COMPLETED, "job_completed")


def finish(claim: ClaimedTask, job: GenerationJob, body: str = "A text of five words.") -> None:
    """Complete a claimed task with one section, its cover."""
    blueprint = get_blueprint(job.blueprint)
    spec = SectionSpec(key="cover", kind="email", title="Cover", min_words=0, max_words=1000)
    finished = FinishedSection(
        spec=spec, position=1, body=body, fields={"subject": "Hello", "preview": ""}, words=len(body.split())
    )
    draft = Draft(
        blueprint=blueprint,
        task=blueprint.task(claim.task_key, job.inputs),
        brief=job.brief,
        language=job.language,
        sections=(finished,),
    )
    complete_task(claim, draft, FACTS)


def fail(job: GenerationJob, position: int, *, retryable: bool = False) -> GenerationTask:
    """Fail an attempt of the task at that position: for good, or (`retryable`) until its next attempt."""
    error = ProviderError(
        "provider_busy" if retryable else "bad_request", "The AI service said no.", retryable=retryable
    )
    fail_attempt(begin(job, position), error, {"provider_calls": 1})
    return task_at(job, position)


def task_at(job: GenerationJob, position: int) -> GenerationTask:
    return job.tasks.get(position=position)
