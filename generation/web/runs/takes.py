"""What writing something of a funnel would take, in words, beside what would start it."""

from collections.abc import Mapping
from typing import Any

from generation.engine.standing.estimate import estimate_run
from generation.errors import InvalidRequestError
from generation.models import Funnel
from generation.web.estimates import in_words
from generation.web.which import THE_OWN, Which


def what_it_takes(
    funnel: Funnel,
    which: Which = THE_OWN,
    *,
    inputs: Mapping[str, Any] | None = None,
    lanes: int | None = None,
) -> str:
    """Return it as calls, time and cost; empty where the brief or the inputs are not enough."""
    try:
        estimate = estimate_run(funnel, blueprint=which.blueprint, inputs=inputs, lanes=lanes)
    except InvalidRequestError:
        return ""
    return in_words(estimate).whole
