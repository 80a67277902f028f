"""A webhook deleted by its owner at the moment that a run tells it of its end."""

import threading

from django.db import connection, transaction

from generation.engine.outbox.webhooks import delete_webhook
from generation.engine.running.settling import end_job
from generation.models import Delivery, Webhook
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


def test_a_run_that_is_just_ending_is_waited_for_and_forgotten_with_it(transactional_db):
    ana = make_user()
    webhook, job = make_webhook(ana), start_running(make_funnel(ana))

    with transaction.atomic():
        end(job)
        thread, raised = in_thread(lambda: delete_webhook(webhook))
        assert wait_until(somebody_waits)
    thread.join(30)

    assert raised == []
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_a_run_that_ends_while_it_is_deleted_waits_and_tells_nobody(transactional_db):
    ana = make_user()
    webhook, job = make_webhook(ana), start_running(make_funnel(ana))
    ended = threading.Event()

    def end_soon():
        end(job)
        ended.set()

    with transaction.atomic():
        delete_webhook(webhook)
        thread, raised = in_thread(end_soon)
        assert wait_until(somebody_waits)
        assert not ended.is_set()
    thread.join(30)

    assert raised == []
    assert not Delivery.objects.exists()
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
