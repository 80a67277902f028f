"""A webhook deleted by its owner at the moment that a run tells it of its end, and what is held just then."""

import threading

from django.db import transaction

from generation.engine.outbox.tries import Failed, note_end
from generation.engine.outbox.upkeep import forget_old_deliveries
from generation.engine.outbox.webhooks import delete_webhook
from generation.models import Delivery, Webhook
from generation.states import DeliveryStatus, JobStatus
from tests.support.deliveries import LONG_AGO, make_delivery, make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import complete, start_running
from tests.support.locks import behind_us
from tests.support.threads import in_thread


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


def test_what_somebody_holds_is_neither_forgotten_nor_put_off_and_not_waited_for(transactional_db):
    webhook = make_webhook(make_user())
    tried, held, free = (make_delivery(webhook) for _ in range(3))
    told = [make_delivery(webhook, status=DeliveryStatus.SENT) for _ in range(2)]
    Delivery.objects.filter(pk__in=[each.pk for each in told]).update(created_at=LONG_AGO)

    def look_after_the_others() -> None:
        note_end(tried, Failed(message="Nobody was there.", is_silent=True))
        forget_old_deliveries()

    with transaction.atomic():
        list(Delivery.objects.select_for_update().filter(pk__in=[held.pk, told[0].pk]))
        thread, raised = in_thread(look_after_the_others)
        thread.join()

    assert not raised
    assert set(Delivery.objects.filter(tries=1)) == {free}
    assert set(Delivery.objects.filter(status=DeliveryStatus.SENT)) == {told[0]}
