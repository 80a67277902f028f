"""Waits that Celery carries, and waits that are left to the reconciler."""

import pytest

from generation.engine.running.unclaimed import LONGEST_COUNTDOWN_SECONDS, countdown
from generation.engine.running.verdicts import Again, Stop


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (0, Again(0)),
        (-3, Again(0)),
        (5, Again(5)),
        (LONGEST_COUNTDOWN_SECONDS, Again(1800)),
        (LONGEST_COUNTDOWN_SECONDS + 1, Stop()),
    ],
)
def test_a_wait_longer_than_half_an_hour_is_left_to_the_reconciler(seconds, verdict):
    assert countdown(seconds) == verdict
