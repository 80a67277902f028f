"""How far a run has come, at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from generation.engine.standing.jobs import JobStanding
from generation.models import GenerationJob
from generation.states import JobStatus
from generation.web.runs.rows import Row
from generation.web.words import (
    RETRYING,
    StatusWord,
    counted,
    part_word,
    place_in_line,
    run_took,
    run_word,
    written_word,
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """How far the run has come. `bar` names the colour of each part, in order.

    `since` is when the run began, or came in line; None where it is not open, or put off. `starts_at` is when
    one in line should begin, `left_at` when one that runs should be done; None where nobody can tell or it
    `only_waits` for a next try. `wanted_by` is the deadline of an open run. `name` tells it from others.
    """

    name: str
    status: StatusWord
    completed: int
    total: int
    percent: int
    bar: tuple[str, ...]
    since: datetime | None = None
    ended_at: datetime | None = None
    took: str = ""
    starts_at: datetime | None = None
    wanted_by: datetime | None = None
    left_at: datetime | None = None
    only_waits: bool = False
    lacks_worker: bool = False
    is_put_off: bool = False
    place: str = ""
    rewrites: str = ""


def card_without_job(rows: Sequence[Row]) -> Card:
    done = sum(row.is_readable for row in rows)
    return Card(
        name="",
        status=written_word(done, of=len(rows)),
        completed=done,
        total=len(rows),
        percent=round(100 * done / len(rows)),
        bar=tuple(row.status.key for row in rows),
    )


def card_of_job(standing: JobStanding, *, rewrites: int, lacks_worker: bool = False) -> Card:
    """Return the card; `rewrites` counts how often all of it was regenerated.

    While it `lacks_worker`, as nobody is there to write, no time is promised.
    """
    job, progress = standing.job, standing.progress
    status = run_word(job, [entry.task for entry in standing.tasks])
    only_waits = status is RETRYING
    is_put_off = standing.expected_start is not None and standing.queue_position is None
    return Card(
        name=f"{job.pk}-{job.epoch}",
        status=status,
        completed=progress.completed,
        total=progress.total,
        percent=progress.percent,
        bar=tuple(part_word(job, entry.task).key for entry in standing.tasks),
        since=None if is_put_off else _since(job),
        ended_at=None if job.is_open else job.completed_at,
        took=run_took(job),
        starts_at=standing.expected_start if is_put_off else _starts_at(standing),
        wanted_by=job.deadline if job.is_open else None,
        left_at=None if only_waits or lacks_worker else rounded(standing.estimated_completion),
        only_waits=only_waits,
        lacks_worker=lacks_worker,
        is_put_off=is_put_off,
        place="Put off" if is_put_off else place_in_line(standing.queue_position),
        rewrites=f"Regenerated {counted(rewrites, 'time')}" if rewrites else "",
    )


def _starts_at(standing: JobStanding) -> datetime | None:
    return rounded(standing.expected_start) if standing.queue_position else None


def _since(job: GenerationJob) -> datetime | None:
    if not job.is_open:
        return None
    return job.started_at if job.status == JobStatus.RUNNING else job.in_line_since


def rounded(moment: datetime | None) -> datetime | None:
    """Return an estimated moment to five seconds: a page that says the same is to read the same."""
    if moment is None:
        return None
    return datetime.fromtimestamp(round(moment.timestamp() / 5) * 5, tz=UTC)
