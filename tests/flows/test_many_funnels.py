"""A hundred funnels on a provider that fails three calls in ten."""

from generation.app_settings import ATTEMPT_TIMEOUT_SECONDS, MAX_CONCURRENT_JOBS
from generation.engine.jobs import resume_job, start_job
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support.anthropic_replies import RandomFailures
from tests.support.funnels import make_funnel, make_user, wait_for_end


def test_ninety_nine_of_a_hundred_complete_by_themselves_and_the_rest_after_one_resume(
    running_worker, provider, no_delays
):
    store.save({MAX_CONCURRENT_JOBS.key: 100, ATTEMPT_TIMEOUT_SECONDS.key: 60}, changed_by=None)
    provider.fail_at_random(RandomFailures(rate=0.3))
    owner = make_user()

    jobs = [start_job(make_funnel(owner=owner)) for _ in range(100)]
    for job in jobs:
        wait_for_end(job, seconds=280)

    assert GenerationJob.objects.filter(status=JobStatus.COMPLETED).count() >= 99
    for job in GenerationJob.objects.exclude(status=JobStatus.COMPLETED):
        assert wait_for_end(resume_job(job)).status == JobStatus.COMPLETED
    assert len(provider.requests) > 100 * 14 * 1.3
