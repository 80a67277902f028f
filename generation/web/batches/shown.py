"""A batch as the pages show it: how it stands, what can be done, and its runs row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from generation.engine.standing.batches import BatchStanding
from generation.engine.standing.glance import Glance, glances
from generation.models import GenerationJob
from generation.states import JobStatus
from generation.web.questions import Question
from generation.web.runs.run_page import run_address
from generation.web.runs.ways import Way
from generation.web.words import (
    CANCELLED,
    FAILED,
    ON_HOLD,
    PUT_OFF,
    QUEUED,
    READY,
    StatusWord,
    batch_word,
    counted,
    place_in_line,
    run_word,
    status_word,
)


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many runs of a batch have a status, in the word and colour of that status."""

    status: StatusWord
    number: int


@dataclass(frozen=True, kw_only=True)
class BatchShown:
    """A batch as a page shows it."""

    standing: BatchStanding
    status: StatusWord
    runs: str
    counts: tuple[Count, ...]
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """A run of a batch; `says` is what it does, waits for or stopped at."""

    job: GenerationJob
    status: StatusWord
    address: str
    completed: int
    total: int
    says: str

    @property
    def is_finished(self) -> bool:
        return self.job.status == JobStatus.COMPLETED


def show_batch(standing: BatchStanding) -> BatchShown:
    return BatchShown(
        standing=standing,
        status=_word(standing),
        runs=counted(standing.total, "run"),
        counts=tuple(Count(status=word, number=number) for word, number in _numbers(standing) if number),
        is_open="cancel" in standing.actions or standing.status in (JobStatus.QUEUED, JobStatus.RUNNING),
    )


def _numbers(standing: BatchStanding) -> list[tuple[StatusWord, int]]:
    statuses, put_off = standing.statuses, standing.put_off
    return [
        (READY, statuses[JobStatus.COMPLETED]),
        (status_word(JobStatus.RUNNING), statuses[JobStatus.RUNNING] - standing.on_hold),
        (ON_HOLD, standing.on_hold + standing.stopped),
        (QUEUED, statuses[JobStatus.QUEUED] - put_off),
        (PUT_OFF, put_off),
        (FAILED, statuses[JobStatus.FAILED] - standing.stopped),
        (CANCELLED, statuses[JobStatus.CANCELLED]),
    ]


def _word(standing: BatchStanding) -> StatusWord:
    return batch_word(
        standing.statuses, put_off=standing.put_off, on_hold=standing.on_hold, stopped=standing.stopped
    )


def rows_of(
    standing: BatchStanding, jobs: Sequence[GenerationJob], *, places: Mapping[UUID, int], is_own: bool
) -> list[RunRow]:
    """Return these of its runs as rows, in the given order. Have their funnels loaded with them."""
    without_place = _without_place(standing, is_own=is_own)
    return [_row(glance, without_place=without_place) for glance in glances(jobs, places=places)]


def ways(standing: BatchStanding) -> list[Way]:
    """Return what the viewer may do with all of it; what stops or begins asks first."""
    cancel = Way(id="cancel", label="Cancel all", asks="ask-cancel", icon="stop")
    label = "Change the time" if standing.put_off else "Start later"
    address = reverse("move_batch", args=[standing.batch.pk])
    later = Way(id="later", label=label, address=address, icon="clock", tone="quiet")
    resumable = standing.statuses[JobStatus.FAILED] + standing.statuses[JobStatus.CANCELLED]
    tone = "primary" if resumable > standing.stopped else ""  # what is stopped goes on by itself
    resume = Way(id="resume", label="Resume all", asks="ask-resume", icon="play", tone=tone)
    may_move = "cancel" in standing.actions and standing.statuses[JobStatus.QUEUED]
    offered = {*standing.actions, *(["later"] if may_move else [])}
    return [way for way in (resume, later, cancel) if way.id in offered]


def questions(standing: BatchStanding) -> list[Question]:
    """Return what is asked before that."""
    numbers, pk = standing.statuses, standing.batch.pk
    running = counted(numbers[JobStatus.QUEUED] + numbers[JobStatus.RUNNING], "run")
    ended = counted(numbers[JobStatus.FAILED] + numbers[JobStatus.CANCELLED], "run")
    asked = {
        "cancel": Question(
            id="ask-cancel",
            title=f"Cancel {running}?",
            text="What is being written stops. Finished parts are kept, and Resume all writes the rest.",
            keep="Keep running",
            go="Cancel all",
            address=reverse("cancel_batch", args=[pk]),
            tone="danger",
        ),
        "resume": Question(
            id="ask-resume",
            title=f"Resume {ended}?",
            text="They go to the end of the line. Finished parts are kept; what is left of each is written.",
            keep="Not now",
            go="Resume all",
            address=reverse("resume_batch", args=[pk]),
        ),
    }
    return [asked[action] for action in standing.actions]


def _without_place(standing: BatchStanding, *, is_own: bool) -> str:
    """Return why those have no place whose time has come: to all runs of one owner it is the same."""
    whom, whose = ("you", "your") if is_own else ("its owner", "its owner's")
    if standing.is_barred:
        return f"Waits until generation is switched on for {whom}"
    return f"Waits until {whose} other runs end"


def _row(glance: Glance, *, without_place: str) -> RunRow:
    job = glance.job
    return RunRow(
        job=job,
        status=run_word(job, glance.tasks),
        address=run_address(job),
        completed=glance.progress.completed,
        total=glance.progress.total,
        says=_says(glance, without_place=without_place),
    )


def _says(glance: Glance, *, without_place: str) -> str:
    if glance.job.is_put_off:
        return "Waits for its time"
    if glance.job.status == JobStatus.QUEUED:
        return place_in_line(glance.queue_position) or without_place
    has_more_to_say = glance.job.status in (JobStatus.RUNNING, JobStatus.FAILED)
    return glance.progress.message if has_more_to_say else ""
