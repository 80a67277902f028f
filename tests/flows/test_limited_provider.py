"""A provider that takes only so many calls a minute: next to no call is refused, and no task fails for it.

How little of what it takes is lost, `tests/generation/engine/gate/test_pacing.py` says without a real clock,
and `python -m bench limited` with one.
"""

from django.contrib.auth.models import User

from generation.app_settings import MAX_CONCURRENT_JOBS, REQUESTS_PER_MINUTE
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, TaskAttempt
from generation.states import JobStatus
from settings_app import store
from tests.support.anthropic_limits import CallLimit
from tests.support.anthropic_server import AnthropicServer
from tests.support.funnels import make_funnel, make_user, standing, wait_for_end


def write(funnels: int, owner: User) -> list[GenerationJob]:
    jobs = [start_job(make_funnel(owner)) for _ in range(funnels)]
    for job in jobs:
        assert wait_for_end(job, seconds=150).status == JobStatus.COMPLETED, standing(job)
    return jobs


def refused_share(provider: AnthropicServer, limit: CallLimit) -> float:
    return limit.refused / len(provider.requests)


def test_twenty_funnels_are_written_by_a_provider_that_takes_ten_calls_a_minute(
    running_worker, provider, no_delays
):
    """A minute takes a second here, for the provider and for what it says; nobody knows the limit before."""
    store.save({MAX_CONCURRENT_JOBS.key: 10}, changed_by=None)
    limit = provider.limit(calls=10, minute_seconds=1)

    write(20, make_user())

    assert len(limit.let_through) == 20 * 14
    assert refused_share(provider, limit) < 1 / 50
    assert TaskAttempt.objects.filter(outcome="failed").count() == limit.refused  # a hold is no attempt


def test_a_limit_of_the_settings_is_kept_at_a_provider_that_says_none(running_worker, provider, no_delays):
    store.save({REQUESTS_PER_MINUTE.key: 300}, changed_by=None)

    write(2, make_user())

    first, *_, last = provider.requests
    early = 5 + 5  # a second's worth of calls may; and the first may have been a second on its way
    assert last.at - first.at >= (2 * 14 - early) * 60 / 300
