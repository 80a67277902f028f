"""The database and the broker away, killed, wiped: the jobs wait, and complete by themselves."""

import time
from datetime import timedelta

import pytest

from config.celery import QUEUE
from generation.app_settings import MAX_CONCURRENT_JOBS, RETRY_DELAYS
from generation.engine.broker.courier import RESEND
from generation.engine.verbs.jobs import start_job
from generation.states import TaskStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.line import as_impatient_as_the_product
from tests.support.processes import wait_until
from tests.support.recovery import LEASE_SECONDS, RECOVERY, assert_whole, count_events

SILENT_SECONDS = 2.5 * LEASE_SECONDS
STREAMS = 8
WATCHED_SECONDS = RESEND.total_seconds() + 3  # after which they would be sent again if nobody looked


@pytest.mark.parametrize("name", ["redis_server", "postgres_server"])
def test_a_server_killed_in_mid_task_and_started_again_loses_nothing(
    name, request, worker, reconciler, provider, provider_env
):
    server = request.getfixturevalue(name)
    provider.script(replies.OK.slowly(latency=3))
    reconciler()
    worker(env=provider_env)
    job = start_job(make_funnel())
    provider.wait_for(1)

    server.kill()
    server.start()
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 14


@pytest.mark.parametrize("data", ["kept", "lost"])
def test_a_broker_killed_while_a_task_waits_does_not_keep_it_waiting(
    data, worker, reconciler, provider, provider_env, redis_server
):
    store.save({RETRY_DELAYS[0].key: 3}, changed_by=None)
    provider.script(replies.OVERLOADED)
    reconciler()
    worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(lambda: job.tasks.filter(status=TaskStatus.WAITING).exists(), every=0.01)

    if data == "kept":
        redis_server.write_down()
    redis_server.kill()
    redis_server.start()
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 15
    assert job.completed_at - job.started_at < timedelta(seconds=3) + RECOVERY


def test_a_broker_silent_for_longer_than_a_lease_costs_no_running_task(
    worker, reconciler, provider, provider_env, redis_server
):
    """Texts keep coming, each with a preview that nobody takes."""
    store.save({MAX_CONCURRENT_JOBS.key: STREAMS + 1}, changed_by=None)
    provider.script(*[replies.OK.slowly(pace=0.5)] * STREAMS)
    reconciler()
    worker(concurrency=STREAMS, env=provider_env)
    owner = make_user()
    jobs = [start_job(make_funnel(owner)) for _ in range(STREAMS)]
    provider.wait_for(STREAMS, timeout=30)

    with as_impatient_as_the_product():
        redis_server.pause()
        jobs.append(start_job(make_funnel(owner)))
        time.sleep(SILENT_SECONDS)
        redis_server.go_on()

    for job in jobs:
        assert_whole(wait_for_end(job, seconds=120))
    assert count_events("task_lost", *jobs) == 0
    assert len(provider.requests) == len(jobs) * 14


def test_a_start_right_after_the_broker_was_wiped_is_taken_up_at_once(
    worker, provider, provider_env, redis_server
):
    """Nobody mends anything here: what was declared before must not have to be declared again."""
    worker(env=provider_env)
    owner = make_user()
    wait_for_end(start_job(make_funnel(owner)))

    redis_server.flush()
    job = start_job(make_funnel(owner))
    provider.wait_for(15)

    assert_whole(wait_for_end(job))


def test_nothing_is_sent_over_and_over_while_no_worker_is_there(
    worker, reconciler, provider, provider_env, redis_server
):
    provider.script(*[replies.OK.slowly(latency=60)] * 3)
    reconciler()
    doomed = worker(env=provider_env)
    owner = make_user()
    jobs = [start_job(make_funnel(owner)) for _ in range(3)]
    provider.wait_for(3)

    with redis_server.client() as client:
        assert client.llen(QUEUE) == 0
        doomed.kill()
        assert wait_until(lambda: client.llen(QUEUE) == 3)
        assert not wait_until(lambda: client.llen(QUEUE) > 3, seconds=WATCHED_SECONDS, every=0.5)

    assert count_events("chain_sent_again", *jobs) == 3
    worker(env=provider_env)
    for job in jobs:
        assert_whole(wait_for_end(job))
    assert len(provider.requests) == 3 * 14 + 3
