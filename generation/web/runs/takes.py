"""What writing a funnel would take, in words, beside what would start it."""

from generation.engine.standing.estimate import estimate_run
from generation.errors import InvalidRequestError
from generation.models import Funnel
from generation.web.estimates import in_words
from generation.web.runs.run_page import BLUEPRINT


def what_it_takes(funnel: Funnel, *, lanes: int | None = None) -> str:
    """Return it as calls, time and cost; empty where the funnel's brief is not enough."""
    try:
        return in_words(estimate_run(funnel, blueprint=BLUEPRINT, lanes=lanes)).whole
    except InvalidRequestError:
        return ""
