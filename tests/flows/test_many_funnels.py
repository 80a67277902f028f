"""A hundred funnels on a provider that fails three calls in ten."""

from django.contrib.auth.models import User

from generation.app_settings import ATTEMPT_TIMEOUT_SECONDS, MAX_CONCURRENT_JOBS
from generation.engine.verbs.jobs import resume_job, start_job
from generation.models import Funnel, GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support.anthropic_replies import RandomFailures
from tests.support.funnels import make_funnel, make_user, sample, wait_for_end


def test_ninety_nine_of_a_hundred_complete_by_themselves_and_the_rest_after_one_resume(
    running_worker, provider, no_delays
):
    store.save({MAX_CONCURRENT_JOBS.key: 100, ATTEMPT_TIMEOUT_SECONDS.key: 60}, changed_by=None)
    provider.fail_at_random(RandomFailures(rate=0.3, seed=10))  # with this one a task fails seven times
    owner = make_user()

    jobs = [start_job(funnel_by(f"Writer {number}", owner)) for number in range(100)]
    for job in jobs:
        wait_for_end(job, seconds=280)

    assert GenerationJob.objects.filter(status=JobStatus.COMPLETED).count() >= 99
    for job in GenerationJob.objects.exclude(status=JobStatus.COMPLETED):
        assert wait_for_end(resume_job(job)).status == JobStatus.COMPLETED
    assert len(provider.requests) > 100 * 14 * 1.3


def funnel_by(author: str, owner: User) -> Funnel:
    """Write a funnel that nobody else asks for the texts of: which calls fail goes by what they ask."""
    return make_funnel(owner, brief=sample()["brief"] | {"author": author})
