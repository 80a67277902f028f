"""Who has waited at the gate for as long as a hold may last: it is next, is counted, and in a pause alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from generation.app_settings import MAX_HOLD_MINUTES, MAX_RETRY_AFTER_SECONDS, REQUESTS_PER_MINUTE
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Again, Stop
from generation.models import GenerationJob, GenerationTask
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.gate import CLAUDE, ask, busy, let_pass, wait_of
from tests.support.jobs import start_running, task_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

DAY = 86_400


@pytest.fixture
def job(server, own_heartbeat) -> GenerationJob:
    return start_running(make_funnel(make_user()))


def say(setting, value) -> None:
    store.save({setting.key: value}, changed_by=None)


def close_gate(seconds: float) -> None:
    limiter.tell_end(CLAUDE, busy(seconds), store.read_all())


def ask_at_last(task) -> Turn | Wait:
    return limiter.ask(CLAUDE, task, store.read_all(), waited_long_enough=True)


def perform_first(job: GenerationJob):
    return perform(task_at(job, 1).pk, job.epoch)


def held_for(minutes: float) -> None:
    since = timezone.now() - timedelta(minutes=minutes)
    GenerationTask.objects.exclude(hold="").update(held_since=since)


def test_who_waited_long_enough_is_next_and_no_sooner_than_the_limit_allows():
    say(REQUESTS_PER_MINUTE, 10)
    ask()
    before, late = uuid4(), uuid4()
    told = [wait_of(task) for task in (before, late)]

    at_last = ask_at_last(late)

    assert isinstance(at_last, Wait)
    assert at_last.until_turn == pytest.approx(told[0].until_turn, abs=0.01)
    assert wait_of(before).place == 2


def test_its_call_is_counted():
    say(REQUESTS_PER_MINUTE, 10)
    late = uuid4()

    assert ask_at_last(late) == Turn()

    assert isinstance(ask(), Wait)


def test_in_a_pause_one_a_minute_finds_out_whether_it_lasts_and_the_others_wait():
    close_gate(600)
    tasks = [uuid4() for _ in range(3)]
    for task in tasks:
        wait_of(task)
    let_pass(60)

    first, *others = [ask_at_last(task) for task in tasks]

    assert first == Turn()
    assert [round(other.until_turn) for other in others] == [60, 120]
    let_pass(60)
    assert [isinstance(ask_at_last(task), Turn) for task in tasks[1:]] == [True, False]


def test_a_call_that_is_refused_in_a_pause_puts_the_next_off_by_a_minute():
    close_gate(600)
    let_pass(60)
    assert ask_at_last(uuid4()) == Turn()
    let_pass(30)
    close_gate(600)

    told = ask_at_last(uuid4())

    assert isinstance(told, Wait)
    assert round(told.until_turn) == 60


def test_of_all_tasks_that_were_held_too_long_one_calls(job, server):
    other = start_running(make_funnel(make_user("bea")))
    close_gate(600)
    for each in (job, other):
        perform_first(each)
    held_for(store.get(MAX_HOLD_MINUTES))
    let_pass(60)

    perform_first(job)
    verdict = perform_first(other)

    assert len(server.requests) == 1
    assert isinstance(verdict, Again)
    assert verdict.seconds <= 61


def test_a_task_asks_again_when_its_hold_has_lasted_as_long_as_it_may(job):
    close_gate(600)
    perform_first(job)
    held_for(store.get(MAX_HOLD_MINUTES) - 1)

    verdict = perform_first(job)

    assert isinstance(verdict, Again)
    assert verdict.seconds <= 60


def test_nobody_waits_for_so_long_that_its_message_would_come_twice(job):
    store.save({MAX_RETRY_AFTER_SECONDS.key: DAY, MAX_HOLD_MINUTES.key: 1440}, changed_by=None)
    close_gate(DAY)

    verdict = perform_first(job)

    assert isinstance(verdict, Again)
    assert verdict.seconds <= 1801


def test_a_turn_is_given_back_where_the_database_is_away_for_the_claim(job, monkeypatch):
    say(REQUESTS_PER_MINUTE, 10)

    def go_away(*_args, **_kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("generation.engine.running.claiming.claim_task", go_away)

    assert isinstance(perform_first(job), Again)
    assert ask() == Turn()


def test_a_message_of_an_earlier_admission_takes_nobody_s_place_with_it(job):
    close_gate(600)
    perform_first(job)
    first = task_at(job, 1).pk

    assert perform(first, job.epoch - 1) == Stop()

    assert wait_of(uuid4()).place == 2
