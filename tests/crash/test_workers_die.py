"""Workers killed, frozen and stopped at the worst moments, with nobody there to help."""

from signal import SIGKILL

from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS, MAX_WORKER_LOSSES
from generation.engine.verbs.jobs import start_job
from generation.models import TaskAttempt
from generation.pipeline import STAGES
from generation.states import AttemptOutcome, JobStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user, standing, wait_for_end
from tests.support.processes import wait_until
from tests.support.recovery import RECOVERY, assert_whole, count_events

BEFORE_THE_CALL = ("validation", "context_building", "component_generation")
DYING = "tests.support.dying_worker"


def test_a_worker_killed_in_any_stage_is_made_good(worker, reconciler, provider, provider_env):
    """One job and one doomed worker for each stage, and for the moment after the result was stored."""
    moments = [*(stage.name for stage in STAGES), "acknowledging"]
    store.save({MAX_CONCURRENT_JOBS.key: len(moments)}, changed_by=None)
    reconciler()
    doomed = [
        worker(concurrency=1, entry=DYING, env=provider_env | {"DIES_IN": moment}, wait=False)
        for moment in moments
    ]
    for process in doomed:
        process.wait_for_output(" ready.", seconds=60)
    owner = make_user()

    jobs = [start_job(make_funnel(owner)) for _ in moments]
    assert [process.wait() for process in doomed] == [-SIGKILL] * len(moments)
    killed_at = timezone.now()
    assert wait_until(lambda: count_events("task_lost", *jobs) == len(STAGES))
    assert timezone.now() - killed_at < RECOVERY
    worker(concurrency=8, env=provider_env)

    for job in jobs:
        assert_whole(wait_for_end(job))
    paid_twice = len(STAGES) - len(BEFORE_THE_CALL)
    assert len(provider.requests) == 14 * len(jobs) + paid_twice
    assert count_events("task_lost", *jobs) == len(STAGES), "what was stored is not lost"


def test_a_task_that_kills_its_worker_every_time_fails(worker, reconciler):
    store.save({MAX_WORKER_LOSSES.key: 1}, changed_by=None)
    reconciler()
    doomed = [worker(concurrency=1, entry=DYING, env={"DIES_IN": "validation"}) for _ in range(2)]

    job = wait_for_end(start_job(make_funnel()))

    assert [process.wait() for process in doomed] == [-SIGKILL, -SIGKILL]
    first = job.tasks.get(position=1)
    assert (job.status, job.error_code, first.error_code) == (JobStatus.FAILED, "worker_lost", "worker_lost")
    assert first.loss_count == 2
    assert job.tasks.filter(status="pending").count() == 13


def test_a_worker_that_was_frozen_writes_nothing_when_it_wakes(worker, reconciler, provider, provider_env):
    provider.when(lambda request: "bundle" in request.keys, replies.OK.slowly(latency=3))
    reconciler()
    frozen = worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(lambda: provider.in_flight == 1 and "bundle" in provider.requests[-1].keys)

    frozen.pause()
    worker(env=provider_env)
    wait_for_end(job)
    told = told_of_the_attempt(job)
    frozen.go_on()
    frozen.terminate()
    assert frozen.wait() == 0

    assert_whole(job)
    assert told["outcome"] == AttemptOutcome.COMPLETED
    assert told_of_the_attempt(job) == told


def told_of_the_attempt(job) -> dict[str, object]:
    """Return what the row of the last task's attempt says of how it went; what it cost may grow."""
    row = TaskAttempt.objects.filter(task__job=job, task__key="bundle_listing")
    return row.values("number", "outcome", "worker", "request_id", "stages", "ended_at").get()


def test_a_worker_stopped_under_load_loses_nothing(worker, reconciler, provider, provider_env):
    provider.default = replies.OK.slowly(latency=0.2)
    reconciler()
    leaving, _ = (worker(env=provider_env | {"WORKER_GRACE_SECONDS": "20"}) for _ in range(2))
    owner = make_user()
    jobs = [start_job(make_funnel(owner)) for _ in range(5)]
    provider.wait_for(15, timeout=30)

    leaving.terminate()
    assert leaving.wait() == 0

    for job in jobs:
        assert_whole(wait_for_end(job))
    assert len(provider.requests) == 5 * 14, standing(jobs[0])
    assert count_events("task_lost", *jobs) == 0


def test_every_message_delivered_twice_is_performed_once(worker, reconciler, provider, provider_env):
    provider.default = replies.OK.slowly(latency=0.1)
    reconciler()
    worker(entry="tests.support.doubling_worker", env=provider_env)

    job = wait_for_end(start_job(make_funnel()))

    assert_whole(job)
    assert len(provider.requests) == 14
    assert TaskAttempt.objects.filter(task__job=job).count() == 14
