"""Pauses at the gate before a provider: how long it closes when the provider is busy, and how it opens."""

from uuid import uuid4

import pytest

from generation.app_settings import HONOUR_RETRY_AFTER, MAX_RETRY_AFTER_SECONDS
from generation.calls import RateLimit
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn, Wait
from generation.providers.failures import SERVICE_ERROR
from tests.support.gate import about, allow, answered, ask, busy, end, let_pass, wait_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

STEP = 6 / 0.97
"""Seconds between two calls at ten a minute."""


@pytest.mark.parametrize("waiting", [0, 3])
def test_a_busy_provider_closes_the_gate_for_as_long_as_it_asks(waiting):
    for _ in range(waiting):
        ask()

    end(busy(42))

    told = wait_of(uuid4())
    assert (told.place, told.asked) == (1, 42)
    assert told.until_turn == about(42)


def test_after_a_pause_calls_come_one_after_another():
    tasks = [uuid4() for _ in range(20)]
    end(busy(42))

    waits = [wait_of(task).until_turn for task in tasks]

    assert [wait_of(task).place for task in tasks] == list(range(1, 21))
    assert waits[-1] - waits[0] == about(19 * 0.25)
    let_pass(42)
    assert ask(tasks[0]) == Turn()
    assert isinstance(ask(tasks[-1]), Wait)


def test_two_that_wait_for_one_moment_come_spread_by_chance(monkeypatch):
    end(busy(42))
    task = uuid4()

    waits = []
    for chance in (0.0, 1.0):
        monkeypatch.setattr(limiter, "random", lambda chance=chance: chance)
        waits.append(wait_of(task).seconds)

    assert waits == [about(42), about(42.25)]


def test_a_pause_moves_those_that_wait_and_keeps_their_order(ten_a_minute):
    tasks = [uuid4() for _ in range(3)]
    ask()
    for task in tasks:
        wait_of(task)

    end(busy(42))

    waits = [wait_of(task) for task in tasks]
    assert [wait.place for wait in waits] == [1, 2, 3]
    assert [wait.until_turn for wait in waits] == [about(42 + number * STEP) for number in range(3)]


def test_a_gate_that_is_closed_again_and_again_puts_nobody_off_for_ever(ten_a_minute):
    """Forty calls in flight that are all refused ask for one pause, not for forty."""
    task = uuid4()
    for _ in range(40):
        end(busy(10))
        wait_of(task)

    assert wait_of(task).until_turn == about(10)


def test_those_who_were_in_flight_ask_for_one_pause_where_none_is_named():
    for _ in range(40):
        end(busy())

    assert wait_of(uuid4()).until_turn == about(1)


def test_a_provider_that_stays_busy_is_left_alone_for_longer_and_longer():
    pauses = []
    for _ in range(9):
        end(busy())
        pauses.append(round(wait_of(uuid4()).until_turn, 2))
        let_pass(61)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    end(answered())
    end(busy())
    assert wait_of(uuid4()).until_turn == about(1)


def test_a_pause_is_no_longer_than_the_setting_allows():
    allow(**{MAX_RETRY_AFTER_SECONDS.key: 30})

    end(busy(86_400))

    assert wait_of(uuid4()).until_turn == about(30)


def test_a_pause_is_its_own_where_the_provider_is_not_to_be_honoured():
    allow(**{HONOUR_RETRY_AFTER.key: False})

    end(busy(42))

    told = wait_of(uuid4())
    assert told.until_turn == about(1)
    assert told.asked == 0


def test_a_wait_of_nothing_closes_nothing():
    end(busy(0))

    assert ask() == Turn()


def test_other_failures_close_nothing():
    end(SERVICE_ERROR.error(status=500))

    assert ask() == Turn()


def test_a_refusal_says_its_limits_too():
    end(busy(0, limits={"requests": RateLimit(per_minute=10, left=0)}))

    assert wait_of(uuid4()).until_turn == about(STEP)


def test_once_the_pause_is_over_nobody_is_told_of_it(ten_a_minute):
    end(busy(42))
    let_pass(42 + 10)
    ask()

    assert wait_of(uuid4()).asked == 0
