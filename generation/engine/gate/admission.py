"""What keeps the whole line waiting: what nobody may write is not begun, as it could only hold and fail."""

from django.utils import timezone

from generation.app_settings import (
    EVERYONE,
    FALLBACK_ON,
    GENERATION_ENABLED,
    GENERATION_ENABLED_FOR,
    MAX_CONCURRENT_JOBS,
    MAX_HOLD_MINUTES,
)
from generation.durations import duration_in_words
from generation.engine.allowances.spending import month_is_spent
from generation.engine.gate.barriers import INCIDENT, MONTH_BUDGET
from generation.engine.gate.holds import Hold
from generation.engine.gate.incidents import what_is_wrong
from generation.engine.writers.choice import ACCESS, writers_of_workers
from generation.listed import words_of
from generation.models import ProviderIncident
from settings_app.schema import Values


def why_nobody_is_let_in(values: Values) -> Hold | None:
    """Return what every job in line waits for, and since when; None where the line moves.

    One query, and one more where a month has a budget: it is asked before each admission.
    """
    if incident := _incident_of_all_writers(values):
        says = f"{what_is_wrong(incident)} We ask again and again. {_KEPT}"
        return Hold(code=INCIDENT, message=says, since=incident.opened_at)
    if month_is_spent(values):
        says = f"All that may be spent this month is spent. {_KEPT}"
        begun = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Hold(code=MONTH_BUDGET, message=says, since=begun)
    return None


_KEPT = "Your place in line is kept, and it goes on by itself."


def _incident_of_all_writers(values: Values) -> ProviderIncident | None:
    """Return the open incident of who writes first; None where there is none, or another may step in."""
    shut = {incident.provider: incident for incident in ProviderIncident.objects.filter(closed_at=None)}
    if not shut:
        return None
    first, *others = writers_of_workers(values)
    if ACCESS in words_of(values[FALLBACK_ON]) and any(other.provider not in shut for other in others):
        return None
    return shut.get(first.provider)


def why_line_stands(values: Values) -> str:
    """Return for staff why nothing begins by settings or budget, and what runs does; empty where it may."""
    if not values[GENERATION_ENABLED]:
        return f"Generation is switched off: nothing begins. {_GOES_ON}"
    if values[MAX_CONCURRENT_JOBS] == 0:
        return f"No run may begin: the setting for runs at the same time is 0. {_GOES_ON}"
    if EVERYONE not in words_of(values[GENERATION_ENABLED_FOR]):
        return f"Generation is switched on for some only: what others have in line waits. {_GOES_ON}"
    if month_is_spent(values):
        longest = duration_in_words(values[MAX_HOLD_MINUTES] * 60)
        return (
            "All that may be spent this month is spent: nothing begins and what runs holds until the budget "
            f"is raised. A run that has held for {longest} fails."
        )
    return ""


_GOES_ON = "What runs goes on."
