"""What is due is sent again, by the reconciler or because a person wants it; what is old is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.engine.outbox import upkeep
from generation.engine.outbox.upkeep import KEPT, forget_old_deliveries, send_again, send_due_deliveries
from generation.errors import NotAllowedError
from generation.models import Delivery
from generation.states import DeliveryStatus
from tests.support.deliveries import LONG_AGO, in_queue, make_delivery, make_due, make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import complete, start_running

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)  # where a message is sent, after the commit


@pytest.fixture
def ana(db):
    return make_user(email="ana@shop.example")


@pytest.fixture
def funnel(ana):
    return make_funnel(ana)


@committed
def test_a_lost_message_is_sent_again_when_it_is_due_and_not_before(ana, funnel, redis_server):
    make_webhook(ana)
    complete(start_running(funnel))
    delivery = Delivery.objects.get()
    redis_server.flush()

    assert send_due_deliveries() == 0
    make_due(delivery)
    assert send_due_deliveries() == 1
    assert in_queue(delivery)
    assert send_due_deliveries() == 0


@committed
def test_each_person_has_a_turn_however_much_waits_for_anothers_webhooks(ana):
    for _ in range(3):
        make_delivery(make_webhook(ana), next_try_at=LONG_AGO)
    other = make_webhook(make_user("ben"))
    youngest = make_delivery(other, next_try_at=LONG_AGO + timedelta(days=1))

    assert send_due_deliveries() == 2
    assert in_queue(youngest)


@committed
def test_where_more_wait_than_one_turn_sends_letters_come_first_and_then_who_waited_longest(ana, monkeypatch):
    monkeypatch.setattr(upkeep, "MOST_AT_ONCE", 2)
    owners = (ana, make_user("ben"), make_user("cat"))
    middle, oldest, youngest = (
        make_delivery(make_webhook(owner), next_try_at=LONG_AGO + timedelta(days=days))
        for owner, days in zip(owners, (2, 1, 3), strict=True)
    )
    letter = make_delivery(middle.webhook, next_try_at=LONG_AGO + timedelta(days=4))
    Delivery.objects.filter(pk=letter.pk).update(webhook=None, channel="email")

    assert send_due_deliveries() == 2
    assert [in_queue(each) for each in (letter, oldest, middle, youngest)] == [True, True, False, False]
    assert send_due_deliveries() == 2
    assert in_queue(middle)


@committed
def test_a_message_that_still_waits_is_not_sent_again(ana, funnel):
    make_webhook(ana)
    complete(start_running(funnel))
    make_due(Delivery.objects.get())

    assert send_due_deliveries() == 0


@committed
def test_while_redis_is_away_nothing_is_sent_and_nothing_is_lost(ana, redis_server):
    delivery = make_delivery(make_webhook(ana), next_try_at=LONG_AGO)
    redis_server.stop()

    assert send_due_deliveries() == 0

    redis_server.start()
    assert send_due_deliveries() == 1
    assert in_queue(delivery)


@committed
@pytest.mark.parametrize("status", [DeliveryStatus.SENT, DeliveryStatus.FAILED])
def test_what_has_ended_is_sent_again_by_a_person_alone(ana, status):
    delivery = make_delivery(make_webhook(ana), status=status, tries=8, error="No.", next_try_at=LONG_AGO)
    assert send_due_deliveries() == 0

    send_again(delivery)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.tries, delivery.error) == (DeliveryStatus.DUE, 0, "")
    assert in_queue(delivery)
    with pytest.raises(NotAllowedError, match="on its way already"):
        send_again(delivery)


def test_what_was_told_is_forgotten_after_a_month_and_what_is_due_never(ana):
    webhook = make_webhook(ana)
    old, due, young = (
        make_delivery(webhook, status=status)
        for status in (DeliveryStatus.SENT, DeliveryStatus.DUE, DeliveryStatus.FAILED)
    )
    Delivery.objects.filter(pk__in=[old.pk, due.pk]).update(
        created_at=timezone.now() - KEPT - timedelta(minutes=1)
    )

    forget_old_deliveries()

    assert set(Delivery.objects.values_list("pk", flat=True)) == {due.pk, young.pk}
