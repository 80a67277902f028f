"""How a batch stands: by its jobs and their tasks, in as many queries for thirty jobs as for one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED
from generation.engine.allowances.ledger import grant
from generation.engine.batches.verbs import cancel_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import batch_standing, batch_standings, jobs_of_batch
from generation.engine.standing.reach import OPERATOR, Viewer, viewer_of
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationJob
from settings_app import store
from tests.support.batches import make_batch
from tests.support.funnels import make_user
from tests.support.jobs import begin, fail, write

pytestmark = pytest.mark.django_db


def seen(batch):
    return batch_standing(batch, viewer=OPERATOR)


def test_a_batch_that_nobody_has_begun_is_in_line():
    batch = make_batch()

    found = seen(batch)

    assert (found.status, found.total, found.actions) == ("queued", 3, ("cancel",))
    assert (found.progress.completed, found.progress.total, found.progress.percent) == (0, 42, 0)
    assert found.progress.message == "3 in line"


def test_what_is_put_off_is_not_in_line():
    batch = make_batch()
    first, second, _ = jobs_of_batch(batch)
    tomorrow = timezone.now() + timedelta(days=1)
    for job, moment in ((first, tomorrow + timedelta(days=1)), (second, tomorrow)):
        move_in_time(job, scheduled_at=moment)

    found = seen(batch)

    assert (found.statuses["queued"], found.put_off, found.starts_later) == (3, 2, tomorrow)
    assert found.progress.message == "1 in line, 2 put off"


def test_a_batch_counts_the_tasks_of_all_its_jobs():
    batch = make_batch(jobs=4)
    admit_jobs()
    first, second, third, fourth = jobs_of_batch(batch)
    for position in range(1, 15):
        write(first, position)
    write(second, 1)
    fail(third, 1)
    cancel_job(fourth)

    found = seen(batch)

    assert (found.status, found.actions) == ("running", ("cancel", "resume"))
    assert (found.progress.completed, found.progress.total, found.progress.percent) == (15, 56, 27)
    assert found.progress.message == "1 ready, 1 running, 1 failed, 1 cancelled"


def test_finished_stages_of_a_task_under_way_count():
    batch = make_batch(jobs=1)
    admit_jobs()
    job = batch.jobs.get()
    begin(job, 1)
    job.tasks.filter(position=1).update(stages_done=6)

    assert seen(batch).progress.percent == round(100 * 6 / (14 * 7))


def test_a_batch_is_failed_once_nothing_of_it_may_run_and_something_failed():
    batch = make_batch(jobs=2)
    admit_jobs()
    first, second = jobs_of_batch(batch)
    fail(first, 1)
    for position in range(1, 15):
        write(second, position)

    found = seen(batch)

    assert (found.status, found.progress.percent, found.actions) == ("failed", 50, ("resume",))


def test_a_batch_whose_jobs_were_deleted_can_still_be_read():
    batch = make_batch(jobs=2)
    cancel_batch(batch)
    first, second = GenerationJob.objects.all()
    delete_job(first)
    assert seen(batch).total == 1

    delete_job(second)

    found = seen(batch)
    assert (found.status, found.total, found.progress.percent, found.actions) == (None, 0, 0, ())
    assert found.progress.message == "None of its jobs is on record any more"


def test_only_its_owner_and_operators_may_act_on_a_batch():
    batch = make_batch(make_user("ana"))

    assert batch_standing(batch, viewer=viewer_of(batch.owner)).actions == ("cancel",)
    assert batch_standing(batch, viewer=Viewer()).actions == ()
    assert batch_standing(batch, viewer=viewer_of(make_user("ben"))).actions == ()


def test_a_batch_whose_owner_may_not_generate_is_only_cancelled():
    batch = make_batch(jobs=2)
    cancel_job(jobs_of_batch(batch)[0])
    assert seen(batch).actions == ("cancel", "resume")

    store.save({GENERATION_ENABLED.key: False}, None)

    found = seen(batch)
    assert (found.actions, found.closed.code) == (("cancel",), "generation_off")


def test_a_batch_whose_owner_has_no_credit_left_is_not_resumed():
    batch = make_batch(jobs=1)
    cancel_batch(batch)
    grant(batch.owner, -10_000, note="", by=None)

    found = seen(batch)
    assert (found.actions, found.closed.code) == ((), "no_credits")


def test_many_batches_are_read_in_four_queries(django_assert_num_queries):
    owner = make_user()
    batches = [make_batch(owner, jobs=many) for many in (1, 5, 30)]

    with django_assert_num_queries(4):
        found = batch_standings(batches, viewer=OPERATOR)

    assert [each.total for each in found] == [1, 5, 30]
