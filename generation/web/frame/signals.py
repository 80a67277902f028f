"""What a page tells the browser around it: the tab's title, the dot on its icon, untold endings."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from generation.engine.gate.incident_notices import signs_of_incidents
from generation.engine.standing.glance import Glance
from generation.engine.standing.in_sight import InSight
from generation.models import GenerationJob, Preferences
from generation.models.job import PUT_OFF
from generation.states import OPEN_JOB, JobStatus, TaskStatus
from generation.web.access import person
from generation.web.frame.sight import Sight
from generation.web.words import ON_HOLD, StatusWord, status_word


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The job that the title counts: `completed` of `total` parts."""

    job: GenerationJob
    completed: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What the scripts go by; `notifies` is the person's own choice.

    `counted` is None while nothing of the page's is written, and `dot` while nothing is or just was;
    `has_endings` says whether there are any that nobody was told of, or news of an incident; `incidents` are
    those the person was told of and that go on.
    """

    counted: Counted | None
    dot: StatusWord | None
    has_endings: bool
    notifies: bool
    incidents: str


def signals_of(sight: Sight) -> Signals:
    runs, user = sight.runs, person(sight.request)
    preferences = Preferences.objects.filter(user=user, notify_in_browser=True)
    incidents = signs_of_incidents(user)
    return Signals(
        counted=_counted(sight),
        dot=_dot(runs),
        has_endings=incidents.has_news or bool(runs.untold),
        notifies=bool(runs.total) and preferences.exists(),
        incidents=" ".join(map(str, incidents.told)),
    )


def _dot(runs: InSight) -> StatusWord | None:
    if runs.telling == JobStatus.RUNNING and runs.on_hold == runs.running:
        return ON_HOLD
    return status_word(runs.telling) if runs.telling else None


def _counted(sight: Sight) -> Counted | None:
    """Return how far the page's own job has come, or the only one; many at once would only flicker."""
    runs = sight.runs
    if runs.open_job is None or not runs.under_way:
        return None
    if runs.under_way == 1:
        known = sight.known_glance(runs.open_job)
        return _counted_before(known) if known else _count(GenerationJob.objects.filter(pk=runs.open_job))
    if sight.funnel_id:
        own = GenerationJob.objects.filter(funnel=sight.funnel_id, owner=person(sight.request))
        own = own.filter(blueprint=sight.which.blueprint, subject=sight.which.subject)
        return _count(own.filter(status__in=OPEN_JOB).exclude(PUT_OFF))
    return None


def _counted_before(glance: Glance) -> Counted:
    progress = glance.progress
    return Counted(job=glance.job, completed=progress.completed, total=progress.total)


def _count(jobs: QuerySet[GenerationJob]) -> Counted | None:
    """Return how far the only one of these jobs has come."""
    done = Count("tasks", filter=Q(tasks__status=TaskStatus.COMPLETED))
    with_names = jobs.select_related("funnel").only("funnel__name", "blueprint", "subject")
    found = list(with_names.annotate(completed=done, total=Count("tasks")).order_by()[:2])
    if len(found) != 1:
        return None
    numbers = vars(found[0])
    return Counted(job=found[0], completed=numbers["completed"], total=numbers["total"])
