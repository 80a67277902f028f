"""The list of a run's parts: what each row says, and which rows stand together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from generation.blueprints.base import Blueprint
from generation.engine.broker.chains import blocked_keys
from generation.engine.content.shown_tasks import shown_tasks
from generation.engine.content.written import WrittenPiece
from generation.engine.gate.ordinals import ordinal
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from generation.web.runs.amounts import words_of
from generation.web.runs.stages import doing
from generation.web.words import (
    DONE,
    NOT_STARTED,
    STARTS_LATER,
    StatusWord,
    counted,
    is_kept,
    job_word,
    part_word,
    place_in_line,
    took,
)

Written = Mapping[str, Sequence[WrittenPiece]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One part. `due` is when its next try starts, `since` when it was begun; each None where it was not.

    `took` says how long a finished part took; `is_readable` that there is a text of it, of whichever run.
    """

    position: int
    key: str
    name: str
    status: StatusWord
    note: str = ""
    due: datetime | None = None
    since: datetime | None = None
    took: str = ""
    is_readable: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]
    done: int

    @property
    def first(self) -> int:
        return self.rows[0].position


def grouped(rows: Sequence[tuple[str, Row]]) -> list[Group]:
    """Return the rows, each given with the name of its group, as the groups that follow one another."""
    groups = []
    for name, members in groupby(rows, key=lambda pair: pair[0]):
        own = tuple(row for _, row in members)
        groups.append(Group(name=name, rows=own, done=sum(row.status.key in ("done", "kept") for row in own)))
    return groups


def rows_of_job(standing: JobStanding, written: Written, words: Mapping[str, int]) -> list[tuple[str, Row]]:
    """Return the rows of a job's tasks, each with the name of its group.

    `words` are those of finished parts, by their keys.
    """
    tasks = [entry.task for entry in standing.tasks]
    notes = _Notes(standing, tasks, written, words)
    return [(entry.task.group, _row(standing.job, entry, notes, written)) for entry in standing.tasks]


def rows_without_job(kind: Blueprint, written: Written) -> list[tuple[str, Row]]:
    """Return the rows of what such a run writes; what is stored was finished once."""
    return [
        (
            spec.group,
            Row(
                position=position,
                key=spec.key,
                name=spec.title,
                status=DONE if spec.key in written else NOT_STARTED,
                note=counted(words_of(written[spec.key]), "word") if spec.key in written else "",
                is_readable=spec.key in written,
            ),
        )
        for position, spec in enumerate(shown_tasks(kind, None, written), start=1)
    ]


def _row(job: GenerationJob, entry: TaskStanding, notes: "_Notes", written: Written) -> Row:
    task = entry.task
    is_over = task.status in (TaskStatus.COMPLETED, TaskStatus.FAILED)
    is_under_way = task.status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING)
    return Row(
        position=task.position,
        key=task.key,
        name=task.name,
        status=notes.status(task),
        note=notes.of(entry),
        due=_due(task),
        since=task.started_at if is_under_way else None,
        took=took(entry.seconds) if is_over and entry.seconds is not None else "",
        is_readable=task.key in written,
    )


def _due(task: GenerationTask) -> datetime | None:
    if task.hold:
        return task.hold_until
    return task.next_attempt_at if task.status == TaskStatus.WAITING else None


class _Notes:
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
