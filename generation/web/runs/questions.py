"""What is asked before a run is cancelled, or written again as a whole."""

from collections.abc import Iterator

from django.urls import reverse

from generation.engine.standing.jobs import JobStanding
from generation.models import GenerationJob
from generation.states import JobStatus
from generation.web.questions import Question, all_written_again


def questions(
    standing: JobStanding, *, takes: str, held: tuple[str, ...], has_text: bool
) -> Iterator[Question]:
    """Return what the header's actions ask before they act; `takes` is what writing everything would take."""
    if "cancel" in standing.actions:
        yield _before_cancel(standing.job)
    if may_reset(standing):
        yield _before_reset(standing, takes, held, has_text=has_text)


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


def _before_reset(standing: JobStanding, takes: str, held: tuple[str, ...], *, has_text: bool) -> Question:
    verb = "Regenerate all" if standing.job.status == JobStatus.COMPLETED else "Start over"
    return Question(
        id="ask-reset",
        title=f"{verb}?",
        text=all_written_again(standing.progress.total, has_text=has_text),
        keep="Keep it as it is",
        go=verb,
        address=reverse("reset_job", args=[standing.job.pk]),
        tone="danger",
        takes=takes,
        held=held,
        seen=str(standing.job.epoch),
    )
