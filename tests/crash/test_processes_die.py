"""Processes killed at any moment: the job completes by itself, and nothing finished is written twice."""

from functools import partial

from django.utils import timezone

from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, TaskAttempt
from generation.states import TaskStatus
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.line import is_one_done_soon
from tests.support.processes import wait_until
from tests.support.recovery import RECOVERY, assert_whole


def test_a_worker_killed_in_mid_call_is_made_good(worker, reconciler, provider, provider_env):
    """Another worker runs already: how soon one starts is no part of the promise."""
    provider.when(lambda request: "bundle" in request.keys, replies.OK.slowly(latency=60))
    reconciler()
    doomed = worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(lambda: provider.in_flight == 1 and "bundle" in provider.requests[-1].keys)
    worker(env=provider_env)

    doomed.kill()
    killed_at = timezone.now()
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 15
    assert job.completed_at - killed_at < RECOVERY
    attempt = TaskAttempt.objects.get(task__key="bundle_listing")
    assert attempt.number == 1, "a lost worker is not an attempt of the task"


def test_a_worker_killed_between_two_tasks_is_made_good(worker, reconciler, provider, provider_env):
    doomed = worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(lambda: job.tasks.filter(status=TaskStatus.COMPLETED).count() >= 3, every=0.001)
    doomed.kill()

    reconciler()
    worker(env=provider_env)
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) <= 15


def test_a_wiped_broker_is_made_good(worker, reconciler, provider, provider_env, redis_server):
    provider.when(lambda request: "bundle" in request.keys, replies.OK.slowly(latency=2))
    reconciler()
    worker(env=provider_env)
    waiting = start_job(make_funnel())
    wait_until(lambda: provider.requests)

    redis_server.flush()
    wait_for_end(waiting)
    later = wait_for_end(start_job(make_funnel(owner=waiting.owner)))

    assert_whole(waiting)
    assert_whole(later)


def test_a_start_while_the_broker_is_away_runs_when_it_is_back(
    worker, reconciler, provider, provider_env, redis_server
):
    reconciler()
    worker(env=provider_env)
    owner = make_user()
    funnels = [make_funnel(owner) for _ in range(3)]
    redis_server.stop()

    assert is_one_done_soon((partial(start_job, funnel) for funnel in funnels), seconds=4)
    redis_server.start()

    for job in GenerationJob.objects.all():
        assert_whole(wait_for_end(job))


def test_a_database_restarted_in_mid_task_loses_nothing(
    worker, reconciler, provider, provider_env, postgres_server
):
    provider.script(replies.OK.slowly(latency=3))
    reconciler()
    worker(env=provider_env)
    job = start_job(make_funnel())
    provider.wait_for(1)

    postgres_server.restart()
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 14


def test_a_warm_stop_gives_the_running_task_back_uncounted(worker, reconciler, provider, provider_env):
    provider.script(replies.OK.slowly(latency=60))
    reconciler()
    leaving = worker(env=provider_env | {"WORKER_GRACE_SECONDS": "1"})
    job = start_job(make_funnel())
    provider.wait_for(1)

    leaving.terminate()
    assert leaving.wait() == 0
    assert provider.requests[0].wait_until_ended()
    worker(env=provider_env)
    wait_for_end(job)

    assert_whole(job)
    assert len(provider.requests) == 15
    assert job.tasks.get(position=1).loss_count == 0


def test_a_warm_stop_lets_a_call_end_within_the_grace(worker, reconciler, provider, provider_env):
    provider.script(replies.OK.slowly(latency=2))
    reconciler()
    leaving = worker(env=provider_env | {"WORKER_GRACE_SECONDS": "20"})
    job = start_job(make_funnel())
    provider.wait_for(1)

    leaving.terminate()
    assert leaving.wait() == 0

    assert job.tasks.get(position=1).status == TaskStatus.COMPLETED
