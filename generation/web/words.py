"""The words, shapes and colours in which the pages say how far a job or a task has come."""

from dataclasses import dataclass

from generation.models import GenerationJob
from generation.states import JobStatus, TaskStatus


@dataclass(frozen=True, kw_only=True)
class StatusWord:
    """How a status is shown: `key` is its colour in the style sheet, `icon` one of heroicons'.

    The icons "spinner" and "dashed" are the style sheet's own.
    """

    key: str
    word: str
    icon: str


PENDING = StatusWord(key="pending", word="Waiting", icon="dashed")
QUEUED = StatusWord(key="queued", word="In line", icon="clock")
RUNNING = StatusWord(key="running", word="Writing", icon="spinner")
RETRYING = StatusWord(key="retrying", word="Retrying", icon="arrow-path")
DONE = StatusWord(key="done", word="Done", icon="check-circle")
FAILED = StatusWord(key="failed", word="Failed", icon="x-circle")
CANCELLED = StatusWord(key="cancelled", word="Cancelled", icon="minus-circle")
KEPT = StatusWord(key="kept", word="Kept", icon="arrow-right-circle")
DRAFT = StatusWord(key="pending", word="Draft", icon="pencil-square")
NOT_STARTED = StatusWord(key="pending", word="Not started", icon="dashed")

_OF_JOB = {
    JobStatus.QUEUED: QUEUED,
    JobStatus.RUNNING: StatusWord(key="running", word="Generating", icon="spinner"),
    JobStatus.COMPLETED: StatusWord(key="done", word="Ready", icon="check-circle"),
    JobStatus.FAILED: FAILED,
    JobStatus.CANCELLED: CANCELLED,
}
_OF_TASK = {
    TaskStatus.PENDING: PENDING,
    TaskStatus.IN_PROGRESS: RUNNING,
    TaskStatus.WAITING: RETRYING,
    TaskStatus.COMPLETED: DONE,
    TaskStatus.FAILED: FAILED,
}


def job_word(job: GenerationJob) -> StatusWord:
    return _OF_JOB[JobStatus(job.status)]


def task_word(status: str) -> StatusWord:
    return _OF_TASK[TaskStatus(status)]
