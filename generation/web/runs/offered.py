"""What the run page offers of all that a run's state allows: nothing that would be refused."""

from dataclasses import replace

from generation.app_settings import HIGH_PRIORITY_FOR
from generation.blueprints import get_blueprint
from generation.engine.accounts import account_of, wrong_with_start
from generation.engine.actions import Action
from generation.engine.audience import closed_because, is_meant
from generation.engine.standing import JobStanding, Viewer
from generation.models import Funnel
from generation.states import Priority
from generation.web.runs.banner import Banner
from generation.web.runs.run_page import BLUEPRINT
from settings_app.schema import Values

_BEGIN: tuple[Action, ...] = ("resume", "reset", "retry", "regenerate")


def offered(standing: JobStanding, closed: str, values: Values, *, viewer: Viewer) -> JobStanding:
    """Return the standing with what its page offers; `closed` says why nothing may begin, if so."""
    withheld: set[Action] = set(_BEGIN) if closed else set()
    if "raise" in standing.actions and not _may_raise(standing, values, viewer):
        withheld.add("raise")
    return replace(standing, actions=tuple(name for name in standing.actions if name not in withheld))


def why_closed(standing: JobStanding, values: Values) -> str:
    """Return why nothing of a run that has ended may begin at present; empty where it may."""
    return "" if standing.job.is_open else closed_because(standing.job.funnel.owner, values)


def why_no_first_run(funnel: Funnel, values: Values) -> str:
    """Return in words why a first run of the funnel would be refused now; empty where it would not."""
    needed = len(get_blueprint(BLUEPRINT).tasks({}))
    return closed_because(funnel.owner, values) or wrong_with_start(account_of(funnel.owner), needed=needed)


def closed_banner(closed: str) -> tuple[Banner, ...]:
    return (Banner(id="banner-closed", tone="warn", says=closed),) if closed else ()


def _may_raise(standing: JobStanding, values: Values, viewer: Viewer) -> bool:
    to_high = standing.job.priority == Priority.NORMAL
    return viewer.operates or not to_high or is_meant(values[HIGH_PRIORITY_FOR], standing.job.funnel.owner)
