"""Which job of a kind speaks for its funnel."""

from django.db.models import Case, Value, When

from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB

_OPEN_FIRST = Case(When(status__in=OPEN_JOB, then=Value(0)), default=Value(1))


def last_job(funnel: Funnel, *, blueprint: str = "funnel", subject: str = "") -> GenerationJob | None:
    """Return the open job of this kind, else the one that was last in line; None where there never was one.

    Not the newest: an older job may have been resumed or reset since.
    """
    jobs = funnel.jobs.filter(blueprint=blueprint, subject=subject)
    return jobs.order_by(_OPEN_FIRST, "-queued_at").first()
