"""What a run page says of what is not offered, though the run's state allows it: why it would be refused."""

from django.contrib.auth.models import User

from generation.engine.allowances.means import Means, means_of
from generation.engine.standing.actions import Action
from generation.engine.standing.jobs import JobStanding
from generation.models import Funnel
from generation.states import JobStatus
from generation.web.runs.banner import Banner
from settings_app import store

_OFF = "generation_off"


def why_no_run(funnel: Funnel, *, parts: int, user: User) -> str:
    """Return in words why a run of so many parts would not be started now; empty where it would be."""
    reason = means_for(funnel).why_no_start(parts)
    return reason.in_words(is_own=funnel.owner_id == user.pk) if reason else ""


def means_for(funnel: Funnel) -> Means:
    """Return what whose funnel it is has to start a run with."""
    return means_of([funnel.owner_id], store.read_all())[funnel.owner_id]


def refused_banner(standing: JobStanding, *, is_own: bool) -> tuple[Banner, ...]:
    """Return what is said where the way on that the header would show first is refused at present."""
    is_finished = standing.job.status == JobStatus.COMPLETED
    action: Action = "reset" if is_finished else "resume"
    reason = standing.refused.get(action)
    if reason is None:
        return ()
    says = reason.in_words(is_own=is_own)
    name = "Regenerate all" if is_finished else "Resume"
    return closed_banner(says if reason.code == _OFF else f"{name} is not possible now. {says}")


def closed_banner(closed: str) -> tuple[Banner, ...]:
    return (Banner(id="banner-closed", tone="warn", says=closed),) if closed else ()
