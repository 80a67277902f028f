"""The right side of the run page: one part at length, or the run as a whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generation.causes import cause_of
from generation.engine.content.written import WrittenPiece
from generation.engine.mending.stopped import LEFT
from generation.engine.standing.jobs import JobStanding, TaskStanding
from generation.models import GenerationJob, TaskAttempt
from generation.states import TaskStatus
from generation.web.runs.amounts import words_of
from generation.web.runs.rows import Row
from generation.web.runs.stages import ShownStage, shown_stages
from generation.web.runs.tries import Try, shown_tries
from generation.web.runs.ways import Way, task_ways, ways_to_regenerate
from generation.web.words import counted, run_took

_GOES_ON = "The AI service lets nobody in at present; this part is written by itself once it does again."


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What went wrong and what follows; `due` is when the next try starts."""

    error: str
    then: str
    due: datetime | None = None
    after: str = ""
    is_final: bool = False
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartPanel:
    """One part. `comes_first` says that a phone should show it above the list.

    `titles` are those of the sections that are being written, as JSON by their keys.
    """

    row: Row
    stages: tuple[ShownStage, ...]
    trouble: Trouble | None
    tries: tuple[Try, ...]
    earlier: tuple[Try, ...]
    pieces: tuple[WrittenPiece, ...]
    note: str
    is_writing: bool
    titles: str
    is_ahead: bool
    rewrites: str
    ways: tuple[Way, ...]
    comes_first: bool

    @property
    def hints(self) -> int:
        return sum(piece.hints for piece in self.pieces)

    @property
    def words(self) -> str:
        return counted(words_of(self.pieces), "word")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of what is to be said of a whole run."""

    about: str
    says: str


def part_panel(
    standing: JobStanding,
    entry: TaskStanding,
    row: Row,
    *,
    attempts: Sequence[TaskAttempt],
    pieces: Sequence[WrittenPiece],
    titles: Mapping[str, str],
    rewrites: int,
    support: Way | None,
) -> PartPanel:
    task = entry.task
    tries, earlier = shown_tries(attempts, current_round=task.round)
    latest = next((each for each in reversed(attempts) if each.round == task.round), None)
    return PartPanel(
        row=row,
        stages=tuple(shown_stages(task, latest)),
        trouble=_trouble(standing, entry, support),
        tries=tuple(tries),
        earlier=tuple(earlier),
        pieces=tuple(pieces),
        note=task.note,
        is_writing=task.status == TaskStatus.IN_PROGRESS,
        titles=json.dumps(titles),
        is_ahead=task.status == TaskStatus.PENDING,
        rewrites=f"Regenerated {counted(rewrites, 'time')}" if rewrites else "",
        ways=tuple(ways_to_regenerate(standing, task)),
        comes_first=task.status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING, TaskStatus.FAILED),
    )


def run_facts(standing: JobStanding, *, words: int, rewrites: int, cost: str) -> list[Fact]:
    """Return what a run used and yielded, as far as there is anything to tell."""
    job, usage = standing.job, standing.usage
    tokens = f"{usage.input_tokens:,} in, {usage.output_tokens:,} out"
    facts = [
        Fact(about="Parts", says=f"{standing.progress.completed} of {standing.progress.total}"),
        Fact(about="Words", says=f"{words:,}" if words else ""),
        Fact(about="Time of this run", says=run_took(job)),
        Fact(
            about="Calls to the AI service", says=f"{usage.provider_calls:,}" if usage.provider_calls else ""
        ),
        Fact(about="Tokens", says=tokens if usage.output_tokens else ""),
        Fact(about="Cost", says=cost),
        Fact(about="Regenerated", says=counted(rewrites, "time") if rewrites else ""),
    ]
    return [fact for fact in facts if fact.says] if usage.provider_calls else []


def _trouble(standing: JobStanding, entry: TaskStanding, support: Way | None) -> Trouble | None:
    task = entry.task
    if not task.error_message:
        return None
    if task.status == TaskStatus.WAITING:
        return Trouble(
            error=task.error_message,
            then=f"Try {task.attempt_count + 1} of {entry.max_attempts} starts in",
            due=task.next_attempt_at,
            after="Nothing is lost; the finished parts are kept.",
            ways=tuple(task_ways(standing, task)),
        )
    if standing.job.goes_on_by_itself:
        return Trouble(error=_GOES_ON, then="The finished parts are kept.")
    if task.status == TaskStatus.FAILED:
        ways = task_ways(standing, task)
        return Trouble(
            error=task.error_message,
            then=_what_helps(standing.job, entry, may_retry=bool(ways)),
            is_final=True,
            ways=(*ways, *([support] if support else [])),
        )
    return None


def _what_helps(job: GenerationJob, entry: TaskStanding, *, may_retry: bool) -> str:
    """Return how often it was tried, what is kept, and the next step for who may take it.

    What an incident refused and nobody resumed after it is mended by now.
    """
    task = entry.task
    tried = f"It was tried {task.attempt_count} times. " if task.attempt_count > 1 else ""
    code = LEFT if job.error_code == LEFT else task.error_code
    next_step = f" {cause_of(code).next_step}" if may_retry else ""
    return f"{tried}The finished parts are kept.{next_step}"
