"""The tracker: a corner of every page that follows what is written of a person's, and how it ended.

The page of a job itself shows it at length, and has no entry for it. All of a batch have one entry, which its
page has not. A run that is dismissed stays away; a
cookie remembers it, so that the server leaves it out and nothing flashes. The next run is followed again.
"""

from dataclasses import dataclass

from generation.blueprints.called import called_in_full, called_in_short
from generation.engine.standing.batch_counts import in_words
from generation.engine.standing.batch_in_sight import BatchInSight
from generation.engine.standing.glance import Glance
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from generation.web.frame.dismissals import run_name
from generation.web.frame.sight import Sight
from generation.web.words import (
    CANCELLED,
    FAILED,
    ON_HOLD,
    QUEUED,
    READY,
    STARTS_LATER,
    StatusWord,
    batch_word,
    part_word,
    place_in_line,
    run_word,
    status_word,
)

EXPANDED_COOKIE = "tracker"
"""Holds the id of the job or batch whose entry is unfolded. The page's script writes it."""

_LONGEST_BAR = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """One task in an unfolded entry."""

    task: GenerationTask
    word: StatusWord


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One run that is followed. `failed` counts the parts that failed."""

    glance: Glance
    run: str
    word: StatusWord
    rows: tuple[Row, ...]
    failed: int
    is_expanded: bool

    @property
    def job(self) -> GenerationJob:
        return self.glance.job

    @property
    def name(self) -> str:
        return called_in_full(self.job)

    @property
    def short_name(self) -> str:
        """Its name where there is little room, what tells it from the funnel's other runs first."""
        return called_in_short(self.job)

    @property
    def bar(self) -> tuple[StatusWord, ...]:
        return tuple(row.word for row in self.rows)

    @property
    def says(self) -> str:
        """What it waits for in line, else what it does."""
        if self.word is STARTS_LATER:
            return "Waits for its time"
        return place_in_line(self.glance.queue_position) or self.glance.progress.message

    @property
    def id(self) -> str:
        return str(self.job.pk)


@dataclass(frozen=True, kw_only=True)
class BatchEntry:
    """All runs of one batch, followed as one."""

    batch: BatchInSight
    word: StatusWord
    is_expanded: bool

    @property
    def id(self) -> str:
        return str(self.batch.pk)

    @property
    def name(self) -> str:
        return self.batch.name

    @property
    def run(self) -> str:
        return self.batch.run

    @property
    def bar(self) -> tuple[StatusWord, ...]:
        """How its runs stand, what has ended first; where they are many, each piece stands for several."""
        words = [word for word, number in _numbers(self.batch) for _ in range(number)]
        pieces = min(len(words), _LONGEST_BAR)
        return tuple(words[piece * len(words) // pieces] for piece in range(pieces))

    @property
    def says(self) -> str:
        batch = self.batch
        return in_words(batch.statuses, put_off=batch.put_off, on_hold=batch.on_hold, stopped=batch.stopped)


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """The entries there is room for, and how many runs and batches are followed in all."""

    entries: tuple[Entry | BatchEntry, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.entries)

    @property
    def more_on_phone(self) -> int:
        """A phone has room for the first alone."""
        return max(0, self.total - 1)


def track(sight: Sight) -> Tracker:
    """Return what the page follows: what ended first, then what runs, then what is in line."""
    expanded = sight.request.COOKIES.get(EXPANDED_COOKIE, "")
    runs = sight.runs
    entries: list[Entry | BatchEntry] = [_batch_entry(batch, expanded=expanded) for batch in runs.batches]
    alone = [pk for pk in runs.first if pk not in {batch.pk for batch in runs.batches}]
    entries += [_entry(glance, expanded=expanded) for glance in sight.glances(alone)]
    found = {entry.id: entry for entry in entries}
    shown = [found[str(pk)] for pk in runs.first if str(pk) in found]
    return Tracker(entries=tuple(shown), total=runs.followed)


def _batch_entry(batch: BatchInSight, *, expanded: str) -> BatchEntry:
    return BatchEntry(
        batch=batch,
        word=batch_word(batch.statuses, put_off=batch.put_off, on_hold=batch.on_hold, stopped=batch.stopped),
        is_expanded=expanded == str(batch.pk),
    )


def _numbers(batch: BatchInSight) -> list[tuple[StatusWord, int]]:
    """Return how many of its runs are how far, in the order of its bar."""
    numbers = batch.statuses
    return [
        (READY, numbers[JobStatus.COMPLETED]),
        (FAILED, batch.failed),
        (CANCELLED, numbers[JobStatus.CANCELLED]),
        (status_word(JobStatus.RUNNING), numbers[JobStatus.RUNNING] - batch.on_hold),
        (ON_HOLD, batch.on_hold + batch.stopped),
        (QUEUED, numbers[JobStatus.QUEUED]),
    ]


def _entry(glance: Glance, *, expanded: str) -> Entry:
    job, tasks = glance.job, glance.tasks
    return Entry(
        glance=glance,
        run=run_name(job),
        word=run_word(job, tasks),
        rows=tuple(Row(task=task, word=part_word(job, task)) for task in tasks),
        failed=sum(task.status == TaskStatus.FAILED for task in tasks),
        is_expanded=expanded == str(job.pk),
    )
