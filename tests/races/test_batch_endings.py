"""Jobs of a batch that end or are deleted at the same moment."""

import pytest
from django.contrib import admin
from django.db import connection, transaction

from generation.engine.outbox.endings import tell_ending
from generation.engine.running.settling import end_job
from generation.models import CreditEntry, Delivery, Funnel, GenerationBatch, GenerationJob
from generation.models.moves import locked_job
from generation.states import JobStatus
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import start_running
from tests.support.processes import wait_until
from tests.support.threads import in_thread


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def end(job):
    with locked_job(job.pk) as locked:
        end_job(locked, JobStatus.COMPLETED, "job_completed")


def put_into_a_batch(owner):
    GenerationJob.objects.update(
        batch=GenerationBatch.objects.create(owner=owner, name="Spring", blueprint="funnel")
    )


def test_the_end_of_their_batch_is_told_once(transactional_db):
    ana = make_user()
    make_webhook(ana)
    first, second = start_running(make_funnel(ana)), start_running(make_funnel(ana))
    put_into_a_batch(ana)
    CreditEntry.objects.all().delete()  # else they meet at the owner's account already

    with transaction.atomic():
        end(first)
        thread, raised = in_thread(lambda: end(second))
        assert wait_until(somebody_waits)
    thread.join(30)

    assert raised == []
    ended = Delivery.objects.get(about="batch.ended")
    assert ended.payload["jobs"]["completed"] == 2


@pytest.mark.parametrize(("model", "order"), [(GenerationJob, "pk"), (Funnel, "jobs__pk")])
def test_whoever_deletes_several_waits_for_one_without_holding_up_its_batch(transactional_db, model, order):
    """The reconciler finds that it cannot resume a job: it holds that job, and then needs the batch."""
    ana = make_user()
    for _ in range(2):
        stop_by_incident(start_running(make_funnel(ana)))
    put_into_a_batch(ana)
    last, rows = GenerationJob.objects.latest("pk"), model.objects.order_by(order)

    with locked_job(last.pk) as locked:
        thread, raised = in_thread(lambda: admin.site.get_model_admin(model).delete_queryset(None, rows))
        assert wait_until(somebody_waits)
        locked.write(incident=None)
        tell_ending(locked)
    thread.join(30)

    assert raised == []
    assert not GenerationJob.objects.exists()
