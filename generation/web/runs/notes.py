"""What the rows of a run's parts say beneath their names."""

from collections.abc import Mapping, Sequence

from generation.engine.broker.chains import blocked_keys
from generation.engine.content.written import WrittenPiece
from generation.engine.gate.ordinals import ordinal
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.models import GenerationTask
from generation.states import JobStatus, TaskStatus
from generation.web.runs.stages import doing
from generation.web.words import (
    STARTS_LATER,
    StatusWord,
    counted,
    is_kept,
    job_word,
    part_word,
    place_in_line,
)

Written = Mapping[str, Sequence[WrittenPiece]]
"""The pieces that are shown of each part, by its key."""


class Notes:
    """What the rows of one job say beneath their names; what one says depends on the others."""

    def __init__(
        self,
        standing: JobStanding,
        tasks: Sequence[GenerationTask],
        written: Written,
        words: Mapping[str, int],
    ) -> None:
        self._job = standing.job
        self._written = written
        self._words = words
        self._place = standing.queue_position
        self._by_key = {task.key: task for task in tasks}
        pending = [task for task in tasks if task.status == TaskStatus.PENDING]
        self._blocked = blocked_keys(tasks)
        wanted = [
            task
            for task in pending
            if self._job.only_task in ("", task.key) and task.key not in self._blocked
        ]
        in_order = self._job.lanes == 1  # each waits for the one before it, whatever it needs
        self._next = next((task.key for task in wanted if in_order or not self._unmet(task)), "")

    def status(self, task: GenerationTask) -> StatusWord:
        if self._job.status == JobStatus.QUEUED and task.key == self._next:
            return job_word(self._job)
        return part_word(self._job, task)

    def of(self, entry: TaskStanding) -> str:
        task = entry.task
        if task.hold and self._job.is_open:
            return f"{ordinal(entry.turn)} to go, in" if entry.turn else "On hold"
        match task.status:
            case TaskStatus.COMPLETED:
                return self._of_completed(task)
            case TaskStatus.IN_PROGRESS:
                return self._of_running(entry)
            case TaskStatus.WAITING:
                return f"Try {task.attempt_count + 1} of {entry.max_attempts} in"
            case TaskStatus.FAILED:
                return stopped_after(task)
        return self._of_pending(task)

    def _of_completed(self, task: GenerationTask) -> str:
        words = counted(self._words[task.key], "word")
        return f"Kept from the last run, {words}" if is_kept(self._job, task) else words

    def _of_running(self, entry: TaskStanding) -> str:
        said = doing(entry.task)
        if entry.task.attempt_count < 2:
            return said
        return f"Try {entry.task.attempt_count} of {entry.max_attempts}: {said[0].lower()}{said[1:]}"

    def _of_pending(self, task: GenerationTask) -> str:
        if self._job.status == JobStatus.QUEUED and task.key == self._next:
            is_put_off = job_word(self._job) is STARTS_LATER
            return "Waits for its time" if is_put_off else place_in_line(self._place) or "In line"
        if not self._is_wanted(task):
            return self._of_left_out(task)
        if task.key == self._next:
            return "Next"
        if unmet := self._unmet(task):
            return _never_comes(unmet) if task.key in self._blocked else _waits_for(unmet)
        return "Waiting for its turn"

    def _is_wanted(self, task: GenerationTask) -> bool:
        return self._job.is_open and self._job.only_task in ("", task.key)

    def _of_left_out(self, task: GenerationTask) -> str:
        """Say of a part that the run does not write any more, or not now, what there is of it."""
        if task.key in self._written:
            return "Not regenerated; the earlier text stays"
        if self._job.status == JobStatus.CANCELLED:
            return "Cancelled while it was written" if task.started_at else "Cancelled before it started"
        return "Not written yet"

    def _unmet(self, task: GenerationTask) -> list[GenerationTask]:
        needed = [self._by_key[key] for key in task.needs if key in self._by_key]
        return [each for each in needed if each.status != TaskStatus.COMPLETED]


def stopped_after(task: GenerationTask) -> str:
    """Return how often a failed task was tried; one whose worker was lost may not have been tried at all."""
    return f"Stopped after {counted(task.attempt_count, 'try', 'tries')}" if task.attempt_count else "Stopped"


def _waits_for(unmet: Sequence[GenerationTask]) -> str:
    more = f" and {len(unmet) - 1} more" if len(unmet) > 1 else ""
    return f"Waiting for {unmet[0].name}{more}"


def _never_comes(unmet: Sequence[GenerationTask]) -> str:
    failed = next((task for task in unmet if task.status == TaskStatus.FAILED), None)
    return f"Needs {failed.name}, which failed" if failed else f"Needs {unmet[0].name}, which is not written"
