"""Jobs as rows of the queue page."""

from dataclasses import dataclass
from datetime import datetime

from generation.engine.gate.holds import OWN_LIMIT, SCHEDULED
from generation.engine.gate.ordinals import ordinal
from generation.engine.line.levels import RISING
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.models import GenerationJob
from generation.states import JobStatus, Priority, TaskStatus
from generation.web.words import StatusWord, place_in_line, run_word

_IN_LINE = {SCHEDULED: "Waits for its time", OWN_LIMIT: "Waits until its owner's other runs end"}


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """What a row says. `raised` and `lowered` are the priorities its buttons ask for; empty, there is none.

    `tries` is empty while no task is tried, `retry_at` unless it goes on at a moment that is known, and
    `scheduled_at` unless the job is put off; then it has no `since`, which is when it began or came in line.
    """

    job: GenerationJob
    word: StatusWord
    doing: str
    tries: str
    retry_at: datetime | None
    since: datetime | None
    scheduled_at: datetime | None
    raised: str
    lowered: str
    may_cancel: bool


@dataclass(frozen=True, kw_only=True)
class FailedRow:
    """A job that failed, and why."""

    job: GenerationJob
    cause: str
    finished: str
    may_resume: bool


def failed_row(standing: JobStanding) -> FailedRow:
    progress = standing.progress
    return FailedRow(
        job=standing.job,
        cause=standing.job.error_message,
        finished=f"{progress.completed} of {progress.total} parts are kept",
        may_resume="resume" in standing.actions,
    )


def row_of(standing: JobStanding) -> QueueRow:
    job, task = standing.job, _task_under_way(standing)
    waits = task is not None and task.task.status == TaskStatus.WAITING
    is_running = job.status == JobStatus.RUNNING
    is_put_off = standing.hold is not None and standing.hold.code == SCHEDULED
    level = RISING.index(Priority(job.priority))
    return QueueRow(
        job=job,
        word=run_word(job, [entry.task for entry in standing.tasks]),
        doing=_doing(standing) if is_running else _place(standing),
        tries=_tries(task) if task else "",
        retry_at=_goes_on_at(standing) or (task.task.next_attempt_at if task and waits else None),
        since=None if is_put_off else job.started_at if is_running else job.in_line_since,
        scheduled_at=job.scheduled_at if is_put_off else None,
        raised=RISING[level + 1] if "raise" in standing.actions else "",
        lowered=RISING[level - 1] if "lower" in standing.actions else "",
        may_cancel="cancel" in standing.actions,
    )


def _doing(standing: JobStanding) -> str:
    """Return what a running job does; of one on hold, what holds it: the time it goes on at may follow."""
    hold = standing.hold
    if hold is None:
        return standing.progress.message
    return f"{ordinal(hold.turn)} in line at the AI service" if hold.turn else hold.message


def _goes_on_at(standing: JobStanding) -> datetime | None:
    is_running = standing.job.status == JobStatus.RUNNING
    return standing.hold.until if is_running and standing.hold else None


def _task_under_way(standing: JobStanding) -> TaskStanding | None:
    """Return the task the row is about: one that is written, else one that waits for its next try."""
    if standing.job.status != JobStatus.RUNNING:
        return None
    for status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING):
        for task in standing.tasks:
            if task.task.status == status:
                return task
    return None


def _tries(standing: TaskStanding) -> str:
    task = standing.task
    number = task.attempt_count + (task.status == TaskStatus.WAITING)
    return f"{number} of {max(standing.max_attempts, number)}"


def _place(standing: JobStanding) -> str:
    """Return where a job is in line; of one without a place, why. What keeps all waiting stands above."""
    if standing.queue_position:
        return place_in_line(standing.queue_position)
    hold = standing.hold
    return _IN_LINE.get(hold.code, hold.message) if hold else ""
