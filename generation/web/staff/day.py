"""The last 24 hours in figures, as the queue page shows them."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from generation.engine.standing.figures import Figures, Spread, figures_between
from generation.web.words import counted, took

_NOTHING = "–"  # noqa: RUF001 - a dash stands for nothing here, as everywhere on the pages


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: what it is of, what it is, and what is to be said beside it."""

    about: str
    says: str
    beside: str


def figures_of_a_day() -> Figures:
    """Return the figures of the last 24 hours, in two queries."""
    now = timezone.now()
    return figures_between(now - timedelta(days=1), now)


def shown(day: Figures) -> list[Figure]:
    """Return what the page shows of them, beside how many failed."""
    return [
        Figure(about="Completed in 24 h", says=f"{day.completed:,}", beside=_of_all(day.success_rate)),
        _spread("A run took", day.runs),
        _spread("In line before", day.waits),
        Figure(about="Retries", says=f"{day.retries:,}", beside=_of_retries(day)),
        Figure(
            about="Cost",
            says=f"${day.cost_usd:,.2f}",
            beside=f"{counted(day.provider_calls, 'call')}, {counted(day.resumed, 'run')} resumed",
        ),
    ]


def _of_retries(day: Figures) -> str:
    if not day.retries:
        return "none was needed"
    return "under way" if day.recovery_rate is None else f"{day.recovery_rate:.0%} of those parts written"


def _of_all(rate: float | None) -> str:
    return "no run has ended" if rate is None else f"{rate:.1%} of what ended by itself"


def _spread(about: str, spread: Spread) -> Figure:
    if spread.p50 is None or spread.p95 is None:
        return Figure(about=about, says=_NOTHING, beside="none was completed")
    return Figure(about=about, says=took(spread.p50), beside=f"median; 95 of 100 at most {took(spread.p95)}")
