"""What a page tells the browser around it: the tab's title, the dot on its icon, untold endings."""

from dataclasses import dataclass

from django.db.models import Count, Q

from generation.engine.gate.incident_notices import signs_of_incidents
from generation.engine.verbs.notices import is_untold
from generation.models import GenerationJob, GenerationTask, Preferences
from generation.states import TaskStatus
from generation.web.access import person
from generation.web.frame.sight import Sight
from generation.web.words import StatusWord, job_word


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
    preferences = Preferences.objects.filter(user=person(sight.request), notify_in_browser=True)
    incidents = signs_of_incidents(person(sight.request))
    return Signals(
        counted=_counted(sight),
        dot=_dot(sight),
        has_endings=incidents.has_news or any(is_untold(job) for job in sight.jobs),
        notifies=bool(sight.jobs) and preferences.exists(),
        incidents=" ".join(map(str, incidents.told)),
    )


def _counted(sight: Sight) -> Counted | None:
    """Return how far the page's own job has come, or the only one; many at once would only flicker."""
    jobs = [job for job in sight.open_jobs if job.funnel_id == sight.funnel_id] or sight.open_jobs
    if len(jobs) != 1:
        return None
    if glance := sight.known_glance(jobs[0]):
        progress = glance.progress
        return Counted(job=jobs[0], completed=progress.completed, total=progress.total)
    done = Count("pk", filter=Q(status=TaskStatus.COMPLETED))
    counts = GenerationTask.objects.filter(job=jobs[0]).aggregate(completed=done, total=Count("pk"))
    return Counted(job=jobs[0], **counts)


def _dot(sight: Sight) -> StatusWord | None:
    """Return the word of what is under way, else of what ended last."""
    jobs = sight.open_jobs[:1] or sight.fresh_endings[-1:]
    return job_word(jobs[0]) if jobs else None
