"""Messages whose task waits for its turn at the provider: no attempt is spent, and whoever looks is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS, MAX_HOLD_MINUTES, REQUESTS_PER_MINUTE
from generation.engine.broker import carrier
from generation.engine.gate import limiter
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Again, Done, Stop
from generation.engine.standing.jobs import standing, standings
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import cancel_job
from generation.models import GenerationJob, GenerationTask, TaskAttempt
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.anthropic_replies import Reply
from tests.support.funnels import make_funnel, make_user
from tests.support.gate import CLAUDE, ask, busy, let_pass, wait_of
from tests.support.jobs import begin, start_running, task_at

pytestmark = pytest.mark.usefixtures("own_heartbeat", "clock")


@pytest.fixture
def job(server) -> GenerationJob:
    return start_running(make_funnel(make_user()))


def close_gate(seconds: float) -> None:
    limiter.tell_end(CLAUDE, busy(seconds), store.read_all())


def perform_first(job: GenerationJob):
    return perform(task_at(job, 1).pk, job.epoch)


def in_line() -> int:
    return carrier.connection().zcard(limiter.keys(CLAUDE)[1])


def test_a_task_before_a_closed_gate_waits_without_an_attempt(job, server):
    close_gate(42)

    verdict = perform_first(job)

    assert isinstance(verdict, Again)
    assert verdict.seconds == pytest.approx(42, abs=0.01)
    assert not server.requests
    assert not TaskAttempt.objects.exists()
    assert task_at(job, 1).attempt_count == 0


def test_whoever_looks_is_told_for_how_long_and_that_nothing_is_lost(job):
    close_gate(42)

    perform_first(job)

    hold = standing(job, viewer=OPERATOR).hold
    assert hold.code == "provider_gate"
    assert hold.message == ("The AI service asked everybody to wait for 42 s. You are 1st; nothing is lost.")
    assert timedelta(seconds=41) < hold.until - hold.since < timedelta(seconds=43)


def test_each_is_told_its_own_turn_in_as_many_queries_for_three_as_for_one(
    job, server, django_assert_max_num_queries
):
    store.save({REQUESTS_PER_MINUTE.key: 10, MAX_CONCURRENT_JOBS.key: 9}, changed_by=None)
    jobs = [job, *(start_running(make_funnel(make_user(name))) for name in ("bea", "cyd"))]
    close_gate(42)
    for each in jobs:
        perform_first(each)

    shown = standings(jobs, viewer=OPERATOR)

    assert [each.hold.turn for each in shown] == [1, 2, 3]
    assert shown[2].hold.message.endswith("You are 3rd; nothing is lost.")
    with django_assert_max_num_queries(_queries_of(jobs[:1])):
        standings(jobs, viewer=OPERATOR)


def _queries_of(jobs: list[GenerationJob]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        standings(jobs, viewer=OPERATOR)
    return len(seen)


def test_once_its_turn_has_come_the_task_is_written_at_its_first_try(job, server):
    close_gate(42)
    perform_first(job)

    let_pass(43)

    assert perform_first(job) == Done()
    task = task_at(job, 1)
    assert (task.status, task.attempt_count, task.hold) == ("completed", 1, "")
    assert len(server.requests) == 1


def test_a_wait_that_nobody_would_notice_is_not_written_down(job):
    close_gate(1.5)

    verdict = perform_first(job)

    assert isinstance(verdict, Again)
    assert task_at(job, 1).hold == ""
    assert not job.events.filter(kind="task_held").exists()


def test_a_wait_that_grows_by_much_is_said_again(job):
    close_gate(42)
    perform_first(job)
    close_gate(90)

    perform_first(job)

    held = job.events.filter(kind="task_held").order_by("seq")
    assert [event.data["message"][-9:] for event in held] == ["for 42 s.", "for 90 s."]


def test_a_task_that_has_waited_as_long_as_one_may_is_written(job, server):
    close_gate(600)
    perform_first(job)
    GenerationTask.objects.exclude(hold="").update(
        held_since=timezone.now() - timedelta(minutes=store.get(MAX_HOLD_MINUTES))
    )
    let_pass(60)  # no pause is tried sooner

    assert perform_first(job) == Done()

    assert len(server.requests) == 1


def test_a_cancelled_task_leaves_the_line_when_its_message_comes_again(job):
    close_gate(42)
    perform_first(job)
    assert in_line() == 1
    cancel_job(job)

    assert perform_first(job) == Stop()

    assert in_line() == 0


def test_a_second_message_of_a_running_task_takes_no_turn(job):
    store.save({REQUESTS_PER_MINUTE.key: 10}, changed_by=None)
    begin(job, 1)

    assert perform_first(job) == Stop()

    assert not isinstance(ask(), limiter.Wait)


def test_an_attempt_that_calls_nobody_gives_its_turn_back(job, monkeypatch):
    store.save({REQUESTS_PER_MINUTE.key: 10}, changed_by=None)

    def break_down(*_args, **_kwargs):
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr("generation.engine.running.perform.load_draft", break_down)

    perform_first(job)

    assert not isinstance(ask(), limiter.Wait)


def test_a_provider_that_refuses_one_call_holds_all_others(job, server):
    server.script(replies.busy("42"))

    perform_first(job)
    other = start_running(make_funnel(make_user("bea")))
    verdict = perform_first(other)

    assert len(server.requests) == 1
    assert isinstance(verdict, Again)
    assert verdict.seconds > 41


def test_what_an_answer_says_of_its_limits_is_heard_while_it_is_written(job, server):
    told = {"anthropic-ratelimit-requests-limit": "10", "anthropic-ratelimit-requests-remaining": "0"}
    server.script(Reply(headers=told))

    perform_first(job)

    assert _soon(lambda: wait_of(job.pk)).until_turn == pytest.approx(6 / 0.97, abs=0.01)


def _soon(asked):
    """Return the answer once the gate has heard: it is told on a thread of its own."""
    from tests.support.processes import wait_until

    def has_heard() -> bool:
        return bool(carrier.connection().hget(limiter.keys(CLAUDE)[0], "requests:limit"))

    assert wait_until(has_heard)
    return asked()
