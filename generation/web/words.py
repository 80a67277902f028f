"""The words, shapes and colours in which the pages say how far a job or a task has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.durations import duration_in_words
from generation.engine.gate.ordinals import ordinal
from generation.engine.standing.batch_counts import telling_status
from generation.engine.standing.progress import current_tasks
from generation.models import GenerationJob, GenerationTask
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
STARTS_LATER = StatusWord(key="queued", word="Starts later", icon="calendar")
PUT_OFF = StatusWord(key="queued", word="Put off", icon="calendar")
"""What many that start later are called where they are counted."""
RUNNING = StatusWord(key="running", word="Writing", icon="spinner")
RETRYING = StatusWord(key="retrying", word="Retrying", icon="arrow-path")
DONE = StatusWord(key="done", word="Done", icon="check-circle")
READY = StatusWord(key="done", word="Ready", icon="check-circle")
FAILED = StatusWord(key="failed", word="Failed", icon="x-circle")
CANCELLED = StatusWord(key="cancelled", word="Cancelled", icon="minus-circle")
ON_HOLD = StatusWord(key="retrying", word="On hold", icon="pause-circle")
KEPT = StatusWord(key="kept", word="Kept", icon="arrow-right-circle")
PARTLY_WRITTEN = StatusWord(key="kept", word="Partly written", icon="arrow-right-circle")
NOT_STARTED = StatusWord(key="pending", word="Not started", icon="dashed")
CLEARED = StatusWord(key="pending", word="Cleared away", icon="dashed")
"""A batch none of whose runs is on record any more."""

_OF_JOB = {
    JobStatus.QUEUED: QUEUED,
    JobStatus.RUNNING: StatusWord(key="running", word="Generating", icon="spinner"),
    JobStatus.COMPLETED: READY,
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
BY_SCORE = "By demand and deadline"
"""What a priority is called that nobody chose."""

_TELLS_TENTHS_BELOW = 9.95


def status_word(status: JobStatus) -> StatusWord:
    return _OF_JOB[status]


def batch_word(statuses: Mapping[JobStatus, int], *, put_off: int, on_hold: int, stopped: int) -> StatusWord:
    """Return the word for a batch with so many jobs of each status, of which so many are put off.

    It is on hold where all that runs is, or where nothing may run and some are `stopped` until it goes on.
    """
    status = telling_status(statuses)
    if status == JobStatus.QUEUED and put_off == statuses[status]:
        return STARTS_LATER
    all_hold = status == JobStatus.RUNNING and on_hold == statuses[status]
    if all_hold or (status == JobStatus.FAILED and stopped):
        return ON_HOLD
    return _OF_JOB[status] if status else CLEARED


def job_word(job: GenerationJob) -> StatusWord:
    if job.is_put_off:
        return STARTS_LATER
    return ON_HOLD if job.goes_on_by_itself else _OF_JOB[JobStatus(job.status)]


def written_word(parts: int, *, of: int) -> StatusWord:
    """Return the word for a funnel of which no run is on record, by how many parts of it there are."""
    if parts >= of:
        return READY
    return PARTLY_WRITTEN if parts else NOT_STARTED


def run_word(job: GenerationJob, tasks: Sequence[GenerationTask]) -> StatusWord:
    """Return the word for a job with its tasks: it retries where all it does is wait for a next try.

    Where nothing of it is under way, because something holds what is next, it is on hold.
    """
    under_way = {task.status for task in current_tasks(tasks)}
    if job.status == JobStatus.RUNNING and not under_way and any(task.hold for task in tasks):
        return ON_HOLD
    is_retrying = job.status == JobStatus.RUNNING and under_way == {TaskStatus.WAITING}
    return RETRYING if is_retrying else job_word(job)


def part_word(job: GenerationJob, task: GenerationTask) -> StatusWord:
    """Return the word for a task as a part of its job: what became of the job tells of its tasks too."""
    if is_kept(job, task):
        return KEPT
    if task.status == TaskStatus.PENDING and job.status == JobStatus.CANCELLED:
        return CANCELLED
    return _OF_TASK[TaskStatus(task.status)]


def is_kept(job: GenerationJob, task: GenerationTask) -> bool:
    """Whether the task was finished before the job was last put in line, and the job is not finished yet."""
    if job.status == JobStatus.COMPLETED or task.completed_at is None:
        return False
    return task.status == TaskStatus.COMPLETED and task.completed_at < job.queued_at


def counted(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun: "1 try", "2,310 words"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place_in_line(position: int | None) -> str:
    """Return "3rd in line"; nothing for who is not in line."""
    return f"{ordinal(position)} in line" if position else ""


def run_took(job: GenerationJob) -> str:
    """Return how long the run took, in whole seconds; nothing of one that has not ended, or never began."""
    if job.started_at is None or job.completed_at is None:
        return ""
    return duration_in_words(max(1, round((job.completed_at - job.started_at).total_seconds())))


def took(seconds: float) -> str:
    """Return how long something took: "0.3 s", "5 s", "11 min 4 s"."""
    if seconds < _TELLS_TENTHS_BELOW:
        return f"{max(0.1, seconds):.1f} s".replace(".0 ", " ")
    return duration_in_words(round(seconds))
