"""Two reconcilers side by side: one works, the other stands by and takes over."""

from django.db import connection

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.verbs.jobs import start_job
from generation.models import ProcessBeat
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.processes import wait_until
from tests.support.recovery import assert_whole, count_events


def working() -> list[int]:
    """Return the process ids of the reconcilers that have worked."""
    names = ProcessBeat.objects.filter(kind="reconciler").values_list("name", flat=True)
    return [int(name.rpartition(":")[2]) for name in names]


def holders_of_advisory_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        return int(cursor.fetchone()[0])


def test_the_one_that_stands_by_takes_over(worker, reconciler, provider, provider_env):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    pair = {process.pid: process for process in (reconciler(), reconciler())}
    worker(env=provider_env)
    job = start_job(make_funnel())
    assert wait_until(working)
    (first,) = working()

    pair[first].kill()
    assert wait_until(lambda: len(working()) == 2)
    store.save({MAX_CONCURRENT_JOBS.key: 5}, changed_by=None)

    assert_whole(wait_for_end(job))


def test_two_do_no_harm(worker, reconciler, provider, provider_env):
    """Started together over a worker's remains: each loss is counted once, each chain sent once."""
    provider.script(*[replies.OK.slowly(latency=60)] * 3)
    doomed = worker(env=provider_env)
    owner = make_user()
    jobs = [start_job(make_funnel(owner)) for _ in range(3)]
    provider.wait_for(3)
    doomed.kill()

    reconciler()
    reconciler()
    worker(env=provider_env)

    for job in jobs:
        assert_whole(wait_for_end(job))
    assert holders_of_advisory_locks() == 1
    assert len(working()) == 1
    assert len(provider.requests) == 3 * 14 + 3
    assert count_events("task_lost", *jobs) == count_events("chain_sent_again", *jobs) == 3
