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
        _spread("Wait in line", day.waits),
        Figure(
            about="Retries",
            says=f"{day.retries:,}",
            beside=f"{_of_retries(day)}; {counted(day.resumed, 'run')} resumed",
        ),
        Figure(
            about="Cost",
            says=f"${day.cost_usd:,.2f}",
            beside=counted(day.provider_calls, "call"),
        ),
    ]


def _of_retries(day: Figures) -> str:
    if not day.retries:
        return "none was needed"
    return (
        "under way"
        if day.recovery_rate is None
        else f"{100 * day.recovery_rate:.0f} % of those parts written"
    )


def _of_all(rate: float | None) -> str:
    return "no run has ended" if rate is None else f"{100 * rate:.0f} % of what ended by itself"


def _spread(about: str, spread: Spread) -> Figure:
    if spread.p50 is None or spread.p95 is None:
        return Figure(about=about, says=_NOTHING, beside="none was completed")
    return Figure(
        about=about, says=took(spread.p50), beside=f"median; 95 of 100 at most {_unbroken(took(spread.p95))}"
    )


def _unbroken(words: str) -> str:
    """A time is not to be broken between its number and its unit."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")
