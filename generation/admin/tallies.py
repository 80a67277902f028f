"""How the house did lately, in figures: above the list of jobs."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from generation.engine.standing.tallies import Tallies, tally

DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure under the word for what it counts."""

    about: str
    says: str


def figures_of_late() -> list[Figure]:
    """Return the figures of the last 30 days."""
    now = timezone.now()
    found = tally(since=now - timedelta(days=DAYS), until=now)
    return [
        Figure(about="Started", says=f"{found.starts:,}"),
        Figure(about="Completed", says=f"{found.completions:,}"),
        Figure(about="Task failures", says=f"{found.task_failures:,}"),
        Figure(about="Resumes", says=f"{found.resumes:,}"),
        Figure(about="Jobs that needed Resume", says=_share(found)),
        Figure(about="Given up", says=f"{found.given_up:,}"),
        Figure(about="Asked for support", says=f"{found.support_clicks:,}"),
        Figure(about="Rating", says=_rating(found)),
    ]


def _share(found: Tallies) -> str:
    return "none started" if found.resumed_share is None else f"{found.resumed_share:.0%}"


def _rating(found: Tallies) -> str:
    return "none yet" if found.stars is None else f"{found.stars:.1f} of 5, from {found.ratings:,}"
