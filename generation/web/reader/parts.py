"""The list beside the text: every part, how far it is, and which are there to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generation.engine.standing.jobs import JobStanding
from generation.engine.standing.parts import Part
from generation.models import GenerationJob, GenerationTask
from generation.pipeline import STAGES
from generation.states import TaskStatus
from generation.web.words import DONE, NOT_STARTED, StatusWord, part_word


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One part in the list. `note` is its words, or how far it is; `stages_done` is None if nobody writes."""

    key: str
    title: str
    group: str
    status: StatusWord
    words: int
    written: bool
    note: str
    stages_done: int | None = None
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    title: str
    rows: tuple[PartRow, ...]


def part_rows(parts: Sequence[Part], standing: JobStanding | None) -> list[PartRow]:
    """Return a row for each part, in order."""
    tasks = {each.task.key: each.task for each in standing.tasks} if standing else {}
    job = standing.job if standing else None
    return [_row(part, tasks.get(part.task), job) for part in parts]


def grouped(rows: Sequence[PartRow], here: str) -> list[Group]:
    """Return the rows under the titles of their groups, the one that is open marked."""
    marked = [replace(row, here=row.key == here) for row in rows]
    return [
        Group(title=title or "Earlier parts", rows=tuple(run))
        for title, run in groupby(marked, key=lambda row: row.group)
    ]


def chosen(rows: Sequence[PartRow], wanted: str) -> PartRow | None:
    """Return the row of that key; for no key the first that can be read, else the one being written.

    None where there is no such part.
    """
    if wanted:
        return next((row for row in rows if row.key == wanted), None)
    best = [row for row in rows if row.written] or [row for row in rows if row.stages_done is not None]
    return next(iter(best or rows), None)


def neighbours(rows: Sequence[PartRow], here: PartRow) -> tuple[PartRow | None, PartRow | None]:
    """Return the nearest parts before and after this one that can be read."""
    place = rows.index(here)
    before = next((row for row in reversed(rows[:place]) if row.written), None)
    return before, next((row for row in rows[place + 1 :] if row.written), None)


def _row(part: Part, task: GenerationTask | None, job: GenerationJob | None) -> PartRow:
    words = sum(revision.words for revision in part.sections)
    status = part_word(job, task) if job and task else DONE if part.sections else NOT_STARTED
    writing = task is not None and task.status == TaskStatus.IN_PROGRESS
    return PartRow(
        key=part.task,
        title=part.title,
        group=part.group,
        status=status,
        words=words,
        written=bool(part.sections),
        note=_note(part, task, words),
        stages_done=min(task.stages_done, len(STAGES)) if task and writing else None,
    )


def _note(part: Part, task: GenerationTask | None, words: int) -> str:
    if part.sections:
        return f"{words:,}" if words else ""  # a picture has none
    if task and task.status == TaskStatus.IN_PROGRESS:
        return "Writing"
    if task and task.status == TaskStatus.WAITING:
        return f"Try {task.attempt_count + 1}"
    return "Failed" if task and task.status == TaskStatus.FAILED else ""
