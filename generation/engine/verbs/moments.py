"""The moments a start may name: when it comes in line, and when it is wanted."""

from datetime import datetime, timedelta

from django.utils import timezone

FARTHEST = timedelta(days=36_525)
"""How far ahead a moment may be; far beyond it there are moments that no database tells Python of."""

_CLOCKS_DIFFER = timedelta(minutes=1)


def wrong_with_moment(moment: datetime) -> str:
    """Return in a sentence what is wrong with a moment to come; empty where it is one."""
    ahead = moment - timezone.now()
    if ahead < -_CLOCKS_DIFFER:
        return "This moment has passed. Choose one to come."
    return "This moment is more than a hundred years away. Choose an earlier one." if ahead > FARTHEST else ""


def wrong_with_deadline(deadline: datetime | None, *, scheduled_at: datetime | None) -> str:
    """Return in sentences what is wrong with a deadline beside the start; empty where nothing is.

    It goes by whole seconds: the jobs of a batch start right after one another.
    """
    if deadline and scheduled_at and deadline < scheduled_at.replace(microsecond=0):
        return "The deadline is before the start. Choose a later one, or start sooner."
    return ""
