"""The list of a run's parts: what each row says, and which rows stand together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from generation.blueprints.base import Blueprint
from generation.engine.content.shown_tasks import shown_tasks
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.models import GenerationJob, GenerationTask
from generation.states import TaskStatus
from generation.web.runs.amounts import words_of
from generation.web.runs.notes import Notes, Written
from generation.web.words import DONE, NOT_STARTED, StatusWord, counted, took


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
    notes = Notes(standing, tasks, written, words)
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


def _row(job: GenerationJob, entry: TaskStanding, notes: Notes, written: Written) -> Row:
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
