"""Turns at the gate before a provider, on the real Redis: how calls are spaced, and who comes next."""

from dataclasses import replace
from uuid import uuid4

import pytest

from generation.app_settings import REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE
from generation.calls import RateLimit
from generation.engine.broker import carrier
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.writers.choice import Writer
from generation.providers import PROVIDERS
from settings_app import store
from tests.support.gate import CLAUDE, about, allow, answered, ask, busy, end, let_pass, turns_now, wait_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

STEP = 6 / 0.97
"""Seconds between two calls at ten a minute."""


def test_without_a_limit_nobody_waits():
    assert turns_now(50) == 50


def test_nobody_waits_for_the_demo_writer(ten_a_minute):
    demo = Writer("demo", "demo")

    assert [ask(writer=demo) for _ in range(20)] == [Turn()] * 20


def test_calls_are_spaced_as_the_setting_says(ten_a_minute):
    assert turns_now() == 1

    waits = [wait_of(uuid4()).until_turn for _ in range(3)]

    early = 1  # a second's worth may come early
    assert waits == [about(number * STEP - early) for number in (1, 2, 3)]


def test_a_second_s_worth_of_calls_may_come_at_once():
    allow(**{REQUESTS_PER_MINUTE.key: 600})

    assert turns_now() == 10


def test_what_was_not_used_is_not_saved_up(ten_a_minute):
    ask()
    let_pass(3600)

    assert turns_now() == 1


def test_each_model_has_a_gate_of_its_own(ten_a_minute):
    ask()

    assert ask(writer=Writer("anthropic", "claude-haiku-5-5")) == Turn()
    assert isinstance(ask(), Wait)


def test_who_asks_again_early_keeps_its_place_and_pushes_nobody_back(ten_a_minute):
    first, second, third = uuid4(), uuid4(), uuid4()
    ask()
    before = [wait_of(task) for task in (first, second, third)]

    again = [wait_of(task) for task in (second, second, third, first, third, second)]

    assert [wait.place for wait in before] == [1, 2, 3]
    assert [wait.place for wait in again] == [2, 2, 3, 1, 3, 2]
    assert again[-2].until_turn == about(before[-1].until_turn)


def test_turns_come_in_the_order_in_which_they_were_asked_for(ten_a_minute):
    first, second = uuid4(), uuid4()
    ask()
    wait_of(first)
    wait_of(second)

    let_pass(STEP - 0.9)  # its turn has come a moment ago, and so it is not late

    assert wait_of(uuid4()).place == 3
    assert wait_of(second).place == 2
    assert ask(first) == Turn()


def test_a_late_task_costs_those_behind_it_no_turn(ten_a_minute):
    """A worker whose threads are all at work looks at a message when one of them is free."""
    late, next_one = uuid4(), uuid4()
    ask()
    wait_of(late)
    wait_of(next_one)

    let_pass(2 * STEP)

    assert ask(next_one) == Turn()
    assert wait_of(late).place == 1


def test_a_task_that_never_came_again_loses_its_place(ten_a_minute):
    gone = uuid4()
    ask()
    wait_of(gone)

    let_pass(200)
    ask()

    assert wait_of(uuid4()).place == 1
    assert wait_of(gone).place == 2


def test_a_place_that_is_given_back_brings_the_others_nearer(ten_a_minute):
    cancelled, other = uuid4(), uuid4()
    ask()
    told = wait_of(cancelled)
    before = wait_of(other)

    limiter.give_back(CLAUDE, cancelled, told, store.read_all())

    after = wait_of(other)
    assert after.place == before.place - 1
    assert before.until_turn - after.until_turn == about(STEP)


def test_a_turn_that_came_to_no_call_is_given_back(ten_a_minute):
    task = uuid4()
    assert ask(task) == Turn()

    limiter.give_back(CLAUDE, task, Turn(), store.read_all())

    assert turns_now() == 1


def test_who_waits_long_looks_again_before_its_turn(ten_a_minute):
    ask()

    waits = [wait_of(uuid4()) for _ in range(5)]

    assert waits[-1].until_turn > 4 * STEP
    assert waits[-1].seconds == about(15)


def test_a_raised_limit_applies_to_those_that_wait(ten_a_minute):
    task = uuid4()
    ask()
    for _ in range(10):
        wait_of(uuid4())
    assert wait_of(task).until_turn > 10 * STEP - 1

    allow(**{REQUESTS_PER_MINUTE.key: 6000})

    assert wait_of(task).until_turn < STEP


def test_calls_are_spaced_by_what_they_usually_use():
    allow(**{TOKENS_PER_MINUTE.key: 60_000})
    assert turns_now(20) == 20  # nothing is known of a call yet

    end(answered(input_tokens=9000, cached_input_tokens=3000, output_tokens=4000))

    assert ask() == Turn()
    wait_of(uuid4())
    assert wait_of(uuid4()).until_turn == about(2 * 10 / 0.97 - 1)


def test_what_the_cache_served_counts_where_a_service_counts_it(monkeypatch):
    spec = PROVIDERS["anthropic"]
    monkeypatch.setitem(PROVIDERS, "anthropic", replace(spec, limits_count_cached_input=True))
    allow(**{TOKENS_PER_MINUTE.key: 60_000})

    end(answered(input_tokens=9000, cached_input_tokens=3000, output_tokens=4000))

    ask()
    wait_of(uuid4())
    assert wait_of(uuid4()).until_turn == about(2 * 13 / 0.97 - 1)


def test_the_usual_follows_what_calls_use():
    allow(**{TOKENS_PER_MINUTE.key: 60_000})
    for _ in range(30):
        end(answered(output_tokens=10_000))
    for _ in range(30):
        end(answered(output_tokens=1000))

    ask()
    wait_of(uuid4())

    assert wait_of(uuid4()).until_turn < 2.5


def test_limits_are_learned_from_what_the_provider_says():
    limiter.tell_limits(CLAUDE, {"requests": RateLimit(per_minute=10, left=9)})

    assert turns_now() == 1
    assert isinstance(ask(), Wait)


def test_a_setting_goes_before_what_the_provider_says():
    allow(**{REQUESTS_PER_MINUTE.key: 600})
    limiter.tell_limits(CLAUDE, {"requests": RateLimit(per_minute=100_000, left=90_000)})

    assert turns_now() == 10


@pytest.mark.parametrize("meter", ["tokens", "input_tokens", "output_tokens"])
def test_limits_of_tokens_are_learned_too(meter):
    end(answered(input_tokens=1000, output_tokens=1000))
    limiter.tell_limits(CLAUDE, {meter: RateLimit(per_minute=6000, left=6000)})

    assert ask() == Turn()
    assert wait_of(uuid4()).until_turn > 8


def test_nobody_calls_on_what_others_have_used_up():
    limiter.tell_limits(CLAUDE, {"requests": RateLimit(per_minute=60, left=0)})

    assert wait_of(uuid4()).until_turn == about(1 / 0.97)


def test_tokens_that_are_spent_close_the_gate_until_a_call_s_worth_has_come():
    end(answered(output_tokens=1000))
    limiter.tell_limits(CLAUDE, {"output_tokens": RateLimit(per_minute=6000, left=0)})

    assert wait_of(uuid4()).until_turn == about(10 / 0.97)


def test_what_redis_keeps_of_a_gate_goes_by_itself(ten_a_minute):
    ask()
    wait_of(uuid4())
    end(busy(3))

    kept = carrier.connection().keys("galley:gate:*")
    assert len(kept) == 3
    assert all(0 < carrier.connection().ttl(key) <= 7 * 24 * 3600 for key in kept)


def test_everybody_may_call_while_redis_is_away(ten_a_minute, redis_server):
    ask()
    redis_server.kill()

    assert ask() == Turn()
    end(busy(42))
    limiter.give_back(CLAUDE, uuid4(), Turn(), store.read_all())


def test_a_silent_redis_is_asked_once_for_all(ten_a_minute, silent_redis, monkeypatch):
    monkeypatch.setattr(carrier, "PAUSE_SECONDS", 600)
    ask()
    asked = carrier.connection().connection_pool._created_connections

    assert [ask() for _ in range(50)] == [Turn()] * 50

    assert carrier.connection().connection_pool._created_connections == asked


def test_a_wiped_redis_begins_anew(ten_a_minute, redis_server):
    task = uuid4()
    ask()
    wait_of(task)

    redis_server.flush()

    assert ask(task) == Turn()
