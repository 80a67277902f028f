"""Several lanes of one job side by side."""

from generation.engine.verbs.jobs import StartOptions, resume_job, start_job
from generation.states import JobStatus
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, standing, wait_for_end


def test_a_failure_in_one_lane_lets_running_ones_finish_and_a_resume_does_the_rest(running_worker, provider):
    provider.default = replies.OK.slowly(latency=0.3)
    provider.when(
        lambda request: "50 Reply Templates" in request.prompt[-2500:] and "cover" in request.keys,
        replies.status(400),
    )

    job = wait_for_end(start_job(make_funnel(), options=StartOptions(lanes=5)))
    failed_with = len(provider.requests)
    assert job.status == JobStatus.FAILED
    assert not job.tasks.filter(status__in=["in_progress", "waiting"]).exists()
    provider.default = replies.OK
    job = wait_for_end(resume_job(job))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == 15
    assert failed_with < 14
