"""The longest test, in a file of its own so that others run beside it."""

import time

from django.utils import timezone

from generation.engine.verbs.jobs import start_job
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, wait_for_end
from tests.support.processes import wait_until
from tests.support.recovery import RECOVERY, assert_whole, count_events

OUTAGE_SECONDS = 120


def test_a_database_away_for_two_minutes_costs_nothing_but_time(
    worker, reconciler, provider, provider_env, postgres_server
):
    """The answer comes while nobody can store it, and is not paid for again."""
    provider.when(lambda request: "bridge" in request.keys, replies.OK.slowly(latency=3))
    reconciler()
    worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(lambda: provider.requests and "bridge" in provider.requests[-1].keys)

    postgres_server.stop()
    time.sleep(OUTAGE_SECONDS)
    postgres_server.start()
    back_at = timezone.now()
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 14
    assert count_events("task_lost", job) == 0
    assert job.completed_at - back_at < RECOVERY
