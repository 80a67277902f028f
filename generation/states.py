"""The words that rows hold: above all how far a job or a task has come, and every move that is allowed.

A job's status says whether anything may run; a task's status says how far it got. docs/states.md says who
makes each move.
"""

from enum import StrEnum


class Role(StrEnum):
    """Who is asked for a task; each is chosen by settings of its own."""

    WRITER = "writer"
    STRATEGIST = "strategist"
    ILLUSTRATOR = "illustrator"


class JobStatus(StrEnum):
    QUEUED = "queued"  # waits for a free slot; leaves by admission or cancel
    RUNNING = "running"  # its tasks may run; leaves by settling, cancel or time-out
    COMPLETED = "completed"  # every task is completed; leaves by reset or regenerate
    FAILED = "failed"  # a task failed, or it took too long; leaves by resume, Try Again, reset, regenerate
    CANCELLED = "cancelled"  # stopped by a person; leaves by resume, Try Again, reset, regenerate


class TaskStatus(StrEnum):
    PENDING = "pending"  # not begun, or given back; leaves by a claim
    IN_PROGRESS = "in_progress"  # a worker holds its lease
    WAITING = "waiting"  # for its next attempt, at `next_attempt_at`
    COMPLETED = "completed"  # its sections are stored
    FAILED = "failed"  # attempts spent, or an error that no retry can help


class AttemptOutcome(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"  # stopped by a person, or because its job ended
    RELEASED = "released"  # given back at a worker's shutdown; not counted
    LOST = "lost"  # its worker died; not counted


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ExportStatus(StrEnum):
    MAKING = "making"  # asked for; a worker makes it, or will
    READY = "ready"  # the file is there
    FAILED = "failed"  # it could not be made; leaves by being asked for again


class CreditKind(StrEnum):
    GRANT = "grant"  # given, by a setting or by staff
    RESERVE = "reserve"  # set aside for the tasks of a run
    SETTLE = "settle"  # what the run did not write, given back where it ends
    REFUND = "refund"  # given back by staff


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"


class About(StrEnum):
    COMPLETED = "job.completed"
    FAILED = "job.failed"
    BATCH_ENDED = "batch.ended"  # nothing of a batch may run any more
    TEST = "test"  # asked for by a webhook's owner
    INCIDENT = "incident.opened"  # by e-mail alone, to staff
    ADDRESS = "address.given"  # by e-mail alone, to an address that is to be confirmed


class DeliveryStatus(StrEnum):
    DUE = "due"  # to be sent, or tried again, at `next_try_at`
    SENT = "sent"  # the other side took it
    FAILED = "failed"  # its tries are spent, or nobody wants it any more


class StageOutcome(StrEnum):
    SUCCESS = "success"
    ERROR = "error"
    SKIPPED = "skipped"


class IllegalMoveError(Exception):
    """A move that is not in the table below was asked for."""

    def __init__(self, thing: str, source: str, target: str) -> None:
        super().__init__(f"A {thing} cannot go from {source} to {target}.")


OPEN_JOB = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})
RESUMABLE_JOB = frozenset({JobStatus.FAILED, JobStatus.CANCELLED})

JOB_MOVES: frozenset[tuple[JobStatus, JobStatus]] = frozenset(
    {
        (JobStatus.QUEUED, JobStatus.RUNNING),
        (JobStatus.QUEUED, JobStatus.CANCELLED),
        (JobStatus.RUNNING, JobStatus.COMPLETED),
        (JobStatus.RUNNING, JobStatus.FAILED),
        (JobStatus.RUNNING, JobStatus.CANCELLED),
        (JobStatus.COMPLETED, JobStatus.QUEUED),
        (JobStatus.FAILED, JobStatus.QUEUED),
        (JobStatus.CANCELLED, JobStatus.QUEUED),
    }
)

TASK_MOVES: frozenset[tuple[TaskStatus, TaskStatus]] = frozenset(
    {
        (TaskStatus.PENDING, TaskStatus.IN_PROGRESS),
        (TaskStatus.WAITING, TaskStatus.IN_PROGRESS),
        (TaskStatus.IN_PROGRESS, TaskStatus.COMPLETED),
        (TaskStatus.IN_PROGRESS, TaskStatus.WAITING),
        (TaskStatus.IN_PROGRESS, TaskStatus.FAILED),
        (TaskStatus.IN_PROGRESS, TaskStatus.PENDING),
        (TaskStatus.WAITING, TaskStatus.PENDING),
        (TaskStatus.FAILED, TaskStatus.PENDING),
        (TaskStatus.COMPLETED, TaskStatus.PENDING),
    }
)


def check_job_move(source: JobStatus, target: JobStatus) -> None:
    """Raise IllegalMoveError unless a job may go from `source` to `target`."""
    if (source, target) not in JOB_MOVES:
        raise IllegalMoveError("job", source, target)


def check_task_move(source: TaskStatus, target: TaskStatus) -> None:
    """Raise IllegalMoveError unless a task may go from `source` to `target`."""
    if (source, target) not in TASK_MOVES:
        raise IllegalMoveError("task", source, target)
