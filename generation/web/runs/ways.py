"""What can be done on the run page: links, buttons that post, and what is asked before they act."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from generation.engine.standing import JobStanding
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from generation.web.funnels import steps


@dataclass(frozen=True, kw_only=True)
class Way:
    """One thing to do. It opens the question `asks`, or posts to `address`, or is a link there."""

    id: str
    label: str
    address: str = ""
    posts: bool = False
    asks: str = ""
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked before something happens; `keep` is the harmless answer and the one Enter gives.

    `held` names sections that will keep a person's text; `takes_note` offers to say what should be different.
    """

    id: str
    title: str
    text: str
    keep: str
    go: str
    address: str
    tone: str = "primary"
    held: tuple[str, ...] = ()
    takes_note: bool = False


def header_ways(funnel: Funnel, standing: JobStanding, *, has_text: bool) -> list[Way]:
    """Return the actions of the page's header, the most likely one first; `has_text` says there is some."""
    is_finished = standing.job.status == JobStatus.COMPLETED
    use = ways_to_use(funnel, tone="primary" if is_finished else "") if has_text else []
    run = [way for way in _ways_of_job(standing) if way]
    return sorted([*use, *run], key=lambda way: way.tone != "primary")


def ways_to_begin(funnel: Funnel, *, is_complete: bool) -> list[Way]:
    """Return the actions of the header of a funnel of which no run is on record."""
    if is_complete:
        return [Way(id="generate", label="Generate", asks="ask-generate", icon="play", tone="primary")]
    address = check_of_brief(funnel.pk)
    return [Way(id="brief", label="Finish the brief", address=address, icon="pencil-square", tone="primary")]


def check_of_brief(funnel_id: UUID) -> str:
    """Return where the brief is looked at as a whole, and what it lacks is told."""
    return f"{steps.address(funnel_id, steps.LAST)}?missing"


def _ways_of_job(standing: JobStanding) -> list[Way | None]:
    allows = standing.actions
    left = standing.progress.total - standing.progress.completed
    match standing.job.status:
        case JobStatus.QUEUED | JobStatus.RUNNING:
            cancel = Way(id="cancel", label="Cancel run", asks="ask-cancel", icon="stop")
            return [cancel if "cancel" in allows else None]
        case JobStatus.COMPLETED:
            again = Way(id="reset", label="Regenerate all", asks="ask-reset", icon="arrow-path")
            return [again if "reset" in allows else None]
    resume = Way(
        id="resume",
        label=f"Resume ({left} left)",
        address=reverse("resume_job", args=[standing.job.pk]),
        posts=True,
        icon="play",
        tone="primary",
    )
    over = Way(id="reset", label="Start over", asks="ask-reset", icon="arrow-uturn-left")
    return [resume if "resume" in allows else None, over if "reset" in allows else None]


def ways_to_use(funnel: Funnel, *, tone: str = "") -> list[Way]:
    """Return what can be done with text that is there, whatever became of the run."""
    read, export = (reverse(name, args=[funnel.pk]) for name in ("read", "export"))
    return [
        Way(id="read", label="Read", address=read, icon="book-open", tone=tone),
        Way(id="export", label="Export", address=export, icon="arrow-down-tray"),
    ]


def questions(standing: JobStanding, *, held: tuple[str, ...]) -> list[Question]:
    """Return what the header's actions ask before they act."""
    asked = []
    if "cancel" in standing.actions:
        asked.append(_before_cancel(standing.job))
    if "reset" in standing.actions and not standing.job.is_open:
        asked.append(_before_reset(standing, held))
    return asked


def before_generating(funnel: Funnel, *, parts: int, estimate: str) -> Question:
    """Return what is asked before a first run of so many parts; `estimate` says what it would take."""
    return Question(
        id="ask-generate",
        title=f"Generate {funnel.name}?",
        text=f"All {parts} parts are written from your brief: {estimate}.",
        keep="Not now",
        go="Generate",
        address=reverse("generate", args=[funnel.pk]),
    )


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


def _before_reset(standing: JobStanding, held: tuple[str, ...]) -> Question:
    finished = standing.job.status == JobStatus.COMPLETED
    total = standing.progress.total
    kept = " Earlier versions are kept and can be restored." if standing.progress.completed else ""
    return Question(
        id="ask-reset",
        title="Write everything anew?" if finished else "Start over?",
        text=f"All {total} parts are written anew, from the brief as it is now.{kept}",
        keep="Keep it as it is",
        go="Regenerate all" if finished else "Start over",
        address=reverse("reset_job", args=[standing.job.pk]),
        tone="danger",
        held=held,
    )


def task_ways(standing: JobStanding, task: GenerationTask, *, suffix: str = "") -> list[Way]:
    """Return what can be done about a task that waits for its next try, or has failed."""
    if "retry" not in standing.actions or task.status not in (TaskStatus.WAITING, TaskStatus.FAILED):
        return []
    waits = task.status == TaskStatus.WAITING
    return [
        Way(
            id=f"{'try-now' if waits else 'try-again'}{suffix}",
            label="Try now" if waits else "Try again",
            address=reverse("retry_task", args=[standing.job.pk, task.key]),
            posts=True,
            icon="arrow-path",
        )
    ]


def before_rewriting(standing: JobStanding, task: GenerationTask, held: tuple[str, ...]) -> Question | None:
    """Return what is asked before one part is written anew; None where that is not possible now."""
    completed = {entry.task.key for entry in standing.tasks if entry.task.status == TaskStatus.COMPLETED}
    may = "regenerate" in standing.actions and completed.issuperset(task.needs)
    if not may or task.status != TaskStatus.COMPLETED:  # a failed one is tried again instead
        return None
    return Question(
        id="ask-regenerate",
        title=f"Write {task.name} anew?",
        text="Only this part is written. Its earlier versions are kept and can be restored.",
        keep="Keep it as it is",
        go="Regenerate",
        address=reverse("regenerate_task", args=[standing.job.pk, task.key]),
        held=held,
        takes_note=True,
    )


def support_way(job: GenerationJob, *, suffix: str = "") -> Way:
    return Way(
        id=f"support{suffix}",
        label="Contact support",
        address=reverse("support", args=[job.pk]),
        icon="lifebuoy",
        tone="quiet",
    )
