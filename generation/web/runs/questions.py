"""What is asked before something happens to a run, with what it would take."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from generation.engine.standing import JobStanding
from generation.models import GenerationJob
from generation.states import JobStatus


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `keep` is the harmless answer and the one Enter gives.

    `takes` says in calls, minutes and money what would follow, "" where that is not known. `held` names
    sections that will keep a person's text.
    """

    id: str
    title: str
    text: str
    keep: str
    go: str
    address: str
    tone: str = "primary"
    takes: str = ""
    held: tuple[str, ...] = ()


def before_generating(funnel_id: UUID, *, parts: int, takes: str) -> Question:
    """Return what is asked before a first run of so many parts."""
    return Question(
        id="ask-generate",
        title=f"Generate {parts} parts?",
        text="They are written from your brief. You can leave the page; the work goes on without it.",
        keep="Not yet",
        go="Generate",
        address=reverse("generate", args=[funnel_id]),
        takes=takes,
    )


def questions(standing: JobStanding, *, takes: str, held: tuple[str, ...]) -> Iterator[Question]:
    """Return what the header's actions ask before they act; `takes` is what writing everything would take."""
    if "cancel" in standing.actions:
        yield _before_cancel(standing.job)
    if may_reset(standing):
        yield _before_reset(standing, takes, held)


def may_reset(standing: JobStanding) -> bool:
    """Whether the page offers to write everything again; an open run is cancelled first."""
    return "reset" in standing.actions and not standing.job.is_open


def _before_cancel(job: GenerationJob) -> Question:
    return Question(
        id="ask-cancel",
        title="Cancel this run?",
        text="Finished parts are kept. What is being written now stops, and Resume writes it later.",
        keep="Keep running",
        go="Cancel run",
        address=reverse("cancel_job", args=[job.pk]),
        tone="danger",
    )


def _before_reset(standing: JobStanding, takes: str, held: tuple[str, ...]) -> Question:
    verb = "Regenerate all" if standing.job.status == JobStatus.COMPLETED else "Start over"
    kept = " Earlier versions are kept and can be restored." if standing.progress.completed else ""
    return Question(
        id="ask-reset",
        title=f"{verb}?",
        text=f"All {standing.progress.total} parts are written again, from the brief as it is now.{kept}",
        keep="Keep it as it is",
        go=verb,
        address=reverse("reset_job", args=[standing.job.pk]),
        tone="danger",
        takes=takes,
        held=held,
    )
