"""Every state a job can be in, with what may be done there: for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import Funnel, GenerationJob
from tests.support.jobs import begin, fail, start_running, task_at, write

Bring = Callable[[Funnel], GenerationJob]

ALL_PARTS = 14


def in_line(funnel: Funnel) -> GenerationJob:
    return start_job(funnel)


def running(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    begin(job, 2)
    return job


def waiting(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    fail(job, 1, retryable=True)
    return job


def failed(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2)
    return fresh(job)


def failed_with_another_open(funnel: Funnel) -> GenerationJob:
    job = failed(funnel)
    start_job(funnel)
    return job


def cancelled(funnel: Funnel) -> GenerationJob:
    return cancel_job(running(funnel))


def cancelled_unwritten(funnel: Funnel) -> GenerationJob:
    return cancel_job(start_running(funnel))


def cancelled_anew(funnel: Funnel) -> GenerationJob:
    """Nothing of this run is finished; all of the one before is there."""
    return cancel_job(reset_job(finished(funnel)))


def finished(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    for position in range(1, ALL_PARTS + 1):
        write(job, position)
    return fresh(job)


def resumed(funnel: Funnel) -> GenerationJob:
    job = resume_job(cancelled(funnel))
    admit_jobs()
    return fresh(job)


def in_line_for_one_task(funnel: Funnel) -> GenerationJob:
    """Another task of it has failed."""
    job = failed(funnel)
    return regenerate_task(task_at(job, 1))


def running_for_one_task(funnel: Funnel) -> GenerationJob:
    """Another task of it has failed."""
    job = in_line_for_one_task(funnel)
    admit_jobs()
    return fresh(job)


def fresh(job: GenerationJob) -> GenerationJob:
    job.refresh_from_db()
    return job


@dataclass(frozen=True)
class State:
    """How a state is brought about, its owner's `actions`, and the buttons of the run page's header."""

    bring: Bring
    actions: str
    header: tuple[str, ...]

    def __str__(self) -> str:
        return self.bring.__name__


STATES = (
    State(
        in_line, "cancel reset raise lower", ("Raise to high", "Lower to low", "Start later", "Cancel run")
    ),
    State(running, "cancel reset", ("Read", "Export", "Cancel run")),
    State(waiting, "cancel reset retry", ("Cancel run",)),
    State(failed, "resume reset retry regenerate", ("Resume (13 left)", "Read", "Export", "Start over")),
    State(failed_with_another_open, "", ("Read", "Export")),
    State(cancelled, "resume reset regenerate", ("Resume (13 left)", "Read", "Export", "Start over")),
    State(cancelled_unwritten, "resume reset", ("Resume (14 left)", "Start over")),
    State(cancelled_anew, "resume reset", ("Resume (14 left)", "Read", "Export", "Start over")),
    State(finished, "reset regenerate", ("Read", "Export", "Regenerate all")),
    State(
        in_line_for_one_task,
        "cancel reset raise lower",
        ("Read", "Export", "Raise to high", "Lower to low", "Start later", "Cancel run"),
    ),
    State(running_for_one_task, "cancel reset", ("Read", "Export", "Cancel run")),
)
