"""A webhook deleted by its owner at the moment that a run tells it of its end."""

import threading

from django.db import transaction

from generation.engine.outbox.webhooks import delete_webhook
from generation.models import Delivery, Webhook
from generation.states import JobStatus
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import complete, start_running
from tests.support.locks import behind_us


def test_a_run_that_is_just_ending_is_waited_for_and_forgotten_with_it(transactional_db):
    ana = make_user()
    webhook, job = make_webhook(ana), start_running(make_funnel(ana))

    with behind_us(lambda: delete_webhook(webhook)) as begin_to_delete, transaction.atomic():
        complete(job)
        begin_to_delete()

    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_a_run_that_ends_while_it_is_deleted_waits_and_tells_nobody(transactional_db):
    ana = make_user()
    webhook, job = make_webhook(ana), start_running(make_funnel(ana))
    ended = threading.Event()

    def end_soon():
        complete(job)
        ended.set()

    with behind_us(end_soon) as begin_to_end, transaction.atomic():
        delete_webhook(webhook)
        begin_to_end()
        assert not ended.is_set()

    assert not Delivery.objects.exists()
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
