"""What follows a failed attempt, as a table."""

import pytest

from generation.app_settings import (
    HONOUR_RETRY_AFTER,
    MAX_RETRY_AFTER_SECONDS,
    MAX_RETRY_ATTEMPTS,
    RETRY_DELAYS,
)
from generation.engine.running.retry import GiveUp, Retry, decide
from generation.errors import ProviderError
from settings_app.schema import Values

DEFAULTS = Values({})


def busy(retry_after: float | None = None) -> ProviderError:
    return ProviderError("provider_busy", "Busy.", retryable=True, retry_after=retry_after)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 30), (3, 120), (4, 300), (5, 300), (6, 300)])
def test_the_schedule_of_the_settings_is_followed(attempt, seconds):
    assert decide(busy(), attempt, DEFAULTS) == Retry(seconds)


def test_the_seventh_failure_is_the_last():
    assert decide(busy(), 7, DEFAULTS) == GiveUp("after 7 tries")


def test_fewer_attempts_may_be_set():
    assert decide(busy(), 1, Values({MAX_RETRY_ATTEMPTS.key: 1})) == GiveUp("after 1 try")


def test_a_permanent_error_is_never_tried_again():
    error = ProviderError("unauthorised", "Refused.", retryable=False)

    assert decide(error, 1, DEFAULTS) == GiveUp("because retrying cannot help")


def test_a_delay_of_zero_is_a_delay_of_zero():
    assert decide(busy(), 1, Values({RETRY_DELAYS[0].key: 0})) == Retry(0)


@pytest.mark.parametrize(
    ("asked", "changed", "seconds"),
    [
        (42, {}, 42),
        (2, {}, 5),
        (10_000, {}, 900),
        (10_000, {MAX_RETRY_AFTER_SECONDS.key: 0}, 5),
        (42, {HONOUR_RETRY_AFTER.key: False}, 5),
    ],
)
def test_a_longer_wait_that_was_asked_for_is_honoured_up_to_its_ceiling(asked, changed, seconds):
    assert decide(busy(asked), 1, Values(changed)) == Retry(seconds)
