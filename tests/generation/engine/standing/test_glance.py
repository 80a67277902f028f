"""How jobs stand at a glance."""

import pytest

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.glance import glances
from generation.engine.standing.jobs import standings
from generation.engine.standing.reach import Viewer
from generation.engine.verbs.jobs import cancel_job, start_job
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, fail, start_running, write

pytestmark = pytest.mark.django_db


def test_it_says_what_a_standing_says():
    ana = make_user()
    store.save({MAX_CONCURRENT_JOBS.key: 2}, changed_by=None)
    failed, running = start_running(make_funnel(ana)), start_running(make_funnel(ana))
    fail(failed, 1)
    write(running, 1)
    begin(running, 2)
    cancelled = cancel_job(start_running(make_funnel(ana)))
    start_running(make_funnel(ana))
    queued = start_job(make_funnel(ana))
    admit_jobs()
    jobs = [failed, running, cancelled, queued]
    for job in jobs:
        job.refresh_from_db()

    seen, whole = glances(jobs), standings(jobs, viewer=Viewer(user_id=ana.pk))

    for glance, standing in zip(seen, whole, strict=True):
        assert glance.progress == standing.progress
        assert glance.current_tasks == standing.current_tasks
        assert glance.queue_position == standing.queue_position
        assert glance.owner_may_cancel == ("cancel" in standing.actions)
    assert queued.status == "queued"


def test_many_are_read_in_three_queries(django_assert_num_queries):
    ana = make_user()
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    jobs = [start_job(make_funnel(ana)) for _ in range(4)]

    with django_assert_num_queries(3):
        for glance in glances(jobs):
            assert [task.name for task in glance.tasks if task.started_at is None]
