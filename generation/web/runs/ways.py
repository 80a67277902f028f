"""What can be done on the run page: links, buttons that post, and buttons that ask first."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from generation.engine.line.levels import RISING
from generation.engine.standing.jobs import JobStanding
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.states import JobStatus, Priority, TaskStatus
from generation.web.funnels import steps
from generation.web.which import Which, address_of, where_it_is_started, which_of


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


def header_ways(standing: JobStanding, *, has_text: bool) -> list[Way]:
    """Return the actions of the page's header, the most likely one first; `has_text` says there is some."""
    job = standing.job
    tone = "primary" if job.status == JobStatus.COMPLETED else ""
    use = _ways_to_use(job.funnel_id, which_of(job), tone=tone) if has_text else []
    run = [way for way in _ways_of_job(standing) if way]
    return sorted([*use, *run], key=lambda way: way.tone != "primary")


def ways_without_job(
    funnel: Funnel, which: Which, *, may_start: bool, is_complete: bool, has_text: bool
) -> list[Way]:
    """Return the actions of the header where no run of this kind and subject is on record."""
    use = _ways_to_use(funnel.pk, which, tone="primary") if has_text else []
    if not may_start:
        return use
    if not which.is_own:
        return [*use, _way_to_write(funnel, which, tone="" if has_text else "primary")]
    if not has_text:
        return _ways_to_begin(funnel, which, is_complete=is_complete)
    again = Way(id="generate", label="Regenerate all", asks="ask-generate", icon="arrow-path")
    return [*use, *([again] if is_complete else [])]


def _way_to_write(funnel: Funnel, which: Which, *, tone: str) -> Way:
    """Return the way to the form that asks what is to be known for it: without a job nobody knows."""
    address, label = where_it_is_started(funnel.pk, which), f"Write the {which.noun}"
    return Way(id="write", label=label, address=address, icon="play", tone=tone)


def _ways_to_begin(funnel: Funnel, which: Which, *, is_complete: bool) -> list[Way]:
    if is_complete:
        address = where_it_is_started(funnel.pk, which)
        options = Way(id="start-options", label="Start with options", address=address, icon="clock")
        return [
            Way(id="generate", label="Generate", asks="ask-generate", icon="play", tone="primary"),
            options,
        ]
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
            moves = _ways_in_time(standing) if "cancel" in allows else []
            return [*_ways_in_line(standing), *moves, cancel if "cancel" in allows else None]
        case JobStatus.COMPLETED:
            again = Way(id="reset", label="Regenerate all", asks="ask-reset", icon="arrow-path")
            return [again if "reset" in allows else None]
    resume = Way(
        id="resume",
        label=f"Resume ({left} left)",
        address=reverse("resume_job", args=[standing.job.pk]),
        posts=True,
        icon="play",
        tone="" if standing.job.goes_on_by_itself else "primary",
    )
    over = Way(id="reset", label="Start over", asks="ask-reset", icon="arrow-uturn-left")
    return [resume if "resume" in allows else None, over if "reset" in allows else None]


def _ways_in_line(standing: JobStanding) -> list[Way]:
    """Return the ways to raise and to lower it, named by what it then has."""
    level = RISING.index(Priority(standing.job.priority))
    steps_up = {"raise": (1, "arrow-up"), "lower": (-1, "arrow-down")}
    return [
        Way(
            id=action,
            label=f"{action.capitalize()} to {RISING[level + step]}",
            address=reverse(f"{RISING[level + step]}_job", args=[standing.job.pk]),
            posts=True,
            icon=icon,
            tone="quiet",
        )
        for action, (step, icon) in steps_up.items()
        if action in standing.actions
    ]


def _ways_in_time(standing: JobStanding) -> list[Way]:
    """Return the way to put it off, or to another time, while it is in line."""
    if standing.job.status != JobStatus.QUEUED:
        return []
    address = reverse("move_job", args=[standing.job.pk])
    label = "Change the time" if standing.job.scheduled_at else "Start later"
    return [Way(id="later", label=label, address=address, icon="clock", tone="quiet")]


def _ways_to_use(funnel_id: UUID, which: Which, *, tone: str) -> list[Way]:
    """Return what can be done with text that is there, whatever became of the run."""
    read, export = (address_of(name, funnel_id, which) for name in ("read", "export"))
    return [
        Way(id="read", label="Read", address=read, icon="book-open", tone=tone),
        Way(id="export", label="Export", address=export, icon="arrow-down-tray"),
    ]


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


def ways_to_regenerate(standing: JobStanding, task: GenerationTask) -> list[Way]:
    """Return the way to the reader's form that has one part written again, where that is possible now."""
    completed = {entry.task.key for entry in standing.tasks if entry.task.status == TaskStatus.COMPLETED}
    may = "regenerate" in standing.actions and completed.issuperset(task.needs)
    if not may or task.status != TaskStatus.COMPLETED:  # a failed one is tried again instead
        return []
    address = address_of("regenerate_part", standing.job.funnel_id, standing.job, task.key)
    return [Way(id="regenerate", label="Regenerate this part", address=address, icon="arrow-path")]


def support_way(job: GenerationJob, *, suffix: str = "") -> Way:
    return Way(
        id=f"support{suffix}",
        label="Contact support",
        address=reverse("support", args=[job.pk]),
        posts=True,
        icon="lifebuoy",
        tone="quiet",
    )
