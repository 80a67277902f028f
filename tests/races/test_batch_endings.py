"""The last two jobs of a batch that end at the same moment."""

from django.db import connection, transaction

from generation.engine.running.settling import end_job
from generation.models import CreditEntry, Delivery, GenerationBatch, GenerationJob
from generation.models.moves import locked_job
from generation.states import JobStatus
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
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


def test_the_end_of_their_batch_is_told_once(transactional_db):
    ana = make_user()
    make_webhook(ana)
    first, second = start_running(make_funnel(ana)), start_running(make_funnel(ana))
    batch = GenerationBatch.objects.create(owner=ana, name="Spring", blueprint="funnel")
    GenerationJob.objects.update(batch=batch)
    CreditEntry.objects.all().delete()  # else they meet at the owner's account already

    with transaction.atomic():
        end(first)
        thread, raised = in_thread(lambda: end(second))
        assert wait_until(somebody_waits)
    thread.join(30)

    assert raised == []
    ended = Delivery.objects.get(about="batch.ended")
    assert ended.payload["jobs"]["completed"] == 2
