"""A cancel heard in mid call: the connection closes, nothing more is called, finished work stays."""

import time

import pytest

from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.models import TaskAttempt
from generation.states import AttemptOutcome, JobStatus, TaskStatus
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, wait_for_end
from tests.support.processes import wait_until
from tests.support.recovery import assert_whole

HEARD_WITHIN_SECONDS = 20  # on a busy machine; by itself the call would end after a minute
CANCELLED_IN_ITS_CALL = (AttemptOutcome.CANCELLED, 1)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(replies.OK.slowly(latency=60), id="before the first byte"),
        pytest.param(replies.OK.slowly(pace=0.5), id="in mid stream"),
    ],
)
def test_a_cancelled_call_is_hung_up_and_a_resume_completes(reply, worker, provider, provider_env):
    provider.script(replies.OK, reply)
    worker(env=provider_env)
    job = start_job(make_funnel())
    cut_off = provider.wait_for(2)[1]
    time.sleep(1)

    cancelled_at = time.monotonic()
    cancel_job(job)
    assert cut_off.wait_until_ended()
    assert cut_off.closed_early_at is not None
    assert cut_off.closed_early_at - cancelled_at < HEARD_WITHIN_SECONDS
    time.sleep(1)

    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert len(provider.requests) == 2, "nothing more is called"
    statuses = job.tasks.order_by("position").values_list("status", flat=True)
    assert list(statuses) == [TaskStatus.COMPLETED] + [TaskStatus.PENDING] * 13
    ended = TaskAttempt.objects.filter(task__job=job, task__position=2)
    assert wait_until(lambda: ended.values_list("outcome", "provider_calls").get() == CANCELLED_IN_ITS_CALL)

    assert_whole(wait_for_end(resume_job(job)))
    assert len(provider.requests) == 15
