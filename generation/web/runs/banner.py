"""What the run page says above all else: how the run stands, what is kept, and what can be done about it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generation.app_settings import SUPPORT_URL
from generation.causes import cause_of
from generation.engine.content.written import WrittenPiece
from generation.engine.gate.holds import SCHEDULED, SLOT
from generation.engine.mending.stopped import LEFT
from generation.engine.standing.jobs import JobStanding
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from generation.web.left import why_left
from generation.web.runs.amounts import words_of
from generation.web.runs.notes import stopped_after
from generation.web.runs.ways import Way, support_way, task_ways
from generation.web.words import counted, run_took
from settings_app.schema import Values

Tone = Literal["", "ok", "run", "warn", "bad"]


@dataclass(frozen=True, kw_only=True)
class Banner:
    """One message of the page; `until` is a moment its sentence ends with, as the time that is left to it
    where it `counts_down`.
    """

    id: str
    says: str
    tone: Tone = ""
    until: datetime | None = None
    counts_down: bool = False
    ways: tuple[Way, ...] = ()


def banners(
    standing: JobStanding,
    *,
    written: Collection[str],
    words: int,
    picked_up: str,
    values: Values,
    details: str,
    is_own: bool,
) -> list[Banner]:
    """Return what is to be said now; `written` names the parts there is a text of, of whichever run; of those
    that are finished there are so many `words`.

    `details` is where the failed part is shown, empty if it is already.
    """
    kept = _kept(standing, written)
    return [
        *_by_status(standing, kept, words, values, details, is_own=is_own),
        *_picked_up(standing, picked_up),
        *_brief_changed(standing),
    ]


def _by_status(
    standing: JobStanding, kept: str, words: int, values: Values, details: str, *, is_own: bool
) -> Iterator[Banner]:
    match standing.job.status:
        case JobStatus.QUEUED | JobStatus.RUNNING:
            yield from _on_hold(standing)
        case JobStatus.COMPLETED:
            yield Banner(id="banner-done", tone="ok", says=_all_ready(standing, words))
        case JobStatus.CANCELLED:
            yield Banner(id="banner-cancelled", says=f"Cancelled. {kept}")
        case JobStatus.FAILED if standing.job.goes_on_by_itself:
            yield _stopped(standing, kept)
        case JobStatus.FAILED:
            yield _failed(standing, kept, values, details, is_own=is_own)


def off_the_record_banner(written: Mapping[str, Sequence[WrittenPiece]]) -> Banner:
    """Return what is said of a text of which no run is on record."""
    words = sum(words_of(pieces) for pieces in written.values())
    amount = f"{counted(len(written), 'part')}, {counted(words, 'word')}"
    says = f"The run that wrote this is no longer on record. Its text is kept: {amount}."
    return Banner(id="banner-off-the-record", says=says)


def pause_banner() -> Banner:
    """Return what is said above all else while a run is to be written and no worker is there."""
    says = "The writing pauses: no worker answers. Your place and the finished parts are kept."
    return Banner(id="banner-no-worker", tone="warn", says=says)


def _on_hold(standing: JobStanding) -> Iterator[Banner]:
    """The place in line stands in the card; only what else the run waits for is said here."""
    hold = standing.hold
    if hold is None or hold.code == SLOT:
        return
    if hold.code == SCHEDULED:
        yield Banner(id="banner-hold", says="Starts on", until=hold.until)
    else:
        says = f"{hold.message} It goes on in" if hold.until else hold.message
        yield Banner(id="banner-hold", tone="warn", says=says, until=hold.until, counts_down=True)


def _all_ready(standing: JobStanding, words: int) -> str:
    tasks = [entry.task for entry in standing.tasks]
    ready = f"All {len(tasks)} parts are ready." if len(tasks) > 1 else "It is ready."
    return f"{ready} {counted(words, 'word')}{_in_what_time(standing.job, tasks)}."


def _in_what_time(job: GenerationJob, tasks: Sequence[GenerationTask]) -> str:
    """A run that kept parts took its time for the others alone."""
    if not (took := run_took(job)):
        return ""
    own = sum(bool(task.completed_at and task.completed_at >= job.queued_at) for task in tasks)
    if own == len(tasks):
        return f" in {took}"
    return f"; this run wrote {counted(own, 'part')} in {took}"


def _kept(standing: JobStanding, written: Collection[str]) -> str:
    """Say what there is: what this run finished, and what stands of a run before it."""
    finished = standing.progress.completed
    unfinished = [entry.task for entry in standing.tasks if entry.task.status != TaskStatus.COMPLETED]
    earlier = sum(task.key in written for task in unfinished)
    if not finished and not earlier:
        return "Nothing was finished yet."
    if not finished:
        return f"The earlier text of {counted(earlier, 'part')} is kept."
    others = f", and so is the earlier text of {counted(earlier, 'other')}" if earlier else ""
    return f"{counted(finished, 'finished part is', 'finished parts are')} kept{others}."


def _stopped(standing: JobStanding, kept: str) -> Banner:
    """An incident stopped the run. The header offers Resume all the same; then it holds until it is over."""
    failed = next((entry.task for entry in standing.tasks if entry.task.status == TaskStatus.FAILED), None)
    wrong = _first_sentence(failed.error_message) if failed else standing.job.error_message
    says = f"{wrong} {kept} Nothing is to be done here: the run is resumed by itself once that is mended."
    return Banner(id="banner-stopped", tone="warn", says=says)


def _failed(standing: JobStanding, kept: str, values: Values, details: str, *, is_own: bool) -> Banner:
    """What can be done stands beside the failed part where that is shown, and here where it is not."""
    failed = next((entry.task for entry in standing.tasks if entry.task.status == TaskStatus.FAILED), None)
    support = [support_way(standing.job)] if is_own and values[SUPPORT_URL] else []
    if failed is None:
        goes_on = " Resume goes on where it stopped." if "resume" in standing.actions else ""
        says = f"{standing.job.error_message} {kept}{goes_on}"
        return Banner(id="banner-failed", tone="bad", says=says, ways=tuple(support))
    stopped = stopped_after(failed)
    cause = _first_sentence(failed.error_message)
    says = f"{failed.name} {stopped[0].lower()}{stopped[1:]}: {cause} {_not_resumed(standing, failed, kept)}"
    show = Way(id="show-details", label="Show details", address=details)
    ways = [*task_ways(standing, failed, suffix="-from-banner"), show, *support] if details else []
    return Banner(id="banner-failed", tone="bad", says=says, ways=tuple(ways))


def _not_resumed(standing: JobStanding, failed: GenerationTask, kept: str) -> str:
    """Say, beside what is kept, why it was not resumed after an incident, and what helps if anything does."""
    if not (why := why_left(standing.job, failed)):
        return kept
    helps = f" {cause_of(LEFT).next_step}" if "resume" in standing.actions else ""
    return f"{why} {kept}{helps}"


def _first_sentence(text: str) -> str:
    """The rest stands beside the part itself."""
    first, ends, _ = text.partition(". ")
    return f"{first}." if ends else text


def _picked_up(standing: JobStanding, picked_up: str) -> Iterator[Banner]:
    if picked_up and standing.job.status == JobStatus.RUNNING:
        says = "Picked up again after a restart. Nothing is lost."
        yield Banner(id="banner-picked-up", tone="run", says=says)


def _brief_changed(standing: JobStanding) -> Iterator[Banner]:
    job: GenerationJob = standing.job
    if not getattr(job, "brief_differs", False):
        return
    says = "The brief has changed since this run began."
    match job.status:
        case JobStatus.QUEUED | JobStatus.RUNNING:
            says += " It goes on with the brief it began with."
        case JobStatus.COMPLETED:
            says += " Regenerate all writes everything from the new one."
        case _:
            says += " Resume goes on with the brief it began with; Start over takes the new one."
    yield Banner(id="banner-brief", tone="warn", says=says)
