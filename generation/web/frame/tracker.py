"""The tracker: a corner of every page that follows what is written of a person's, and how it ended.

The page of a job itself shows it at length, and has no entry for it. A run that is dismissed stays away; a
cookie remembers it, so that the server leaves it out and nothing flashes. The next run is followed again.
"""

from dataclasses import dataclass

from generation.engine.standing.glance import Glance
from generation.models import GenerationJob, GenerationTask
from generation.states import TaskStatus
from generation.web.frame.dismissals import run_name
from generation.web.frame.sight import Sight
from generation.web.words import STARTS_LATER, StatusWord, part_word, place_in_line, run_word

EXPANDED_COOKIE = "tracker"
"""Holds the id of the job whose entry is unfolded. The page's script writes it."""


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
    def says(self) -> str:
        """What it waits for in line, else what it does."""
        if self.word is STARTS_LATER:
            return "Waits for its time"
        return place_in_line(self.glance.queue_position) or self.glance.progress.message

    @property
    def id(self) -> str:
        return str(self.job.pk)


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """The entries there is room for, and how many runs are followed in all."""

    entries: tuple[Entry, ...]
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
    shown = [_entry(glance, expanded=expanded) for glance in sight.glances(sight.runs.first)]
    return Tracker(entries=tuple(shown), total=sight.runs.followed)


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
