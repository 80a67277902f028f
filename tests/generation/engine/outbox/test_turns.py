"""Who is sent to at once, who waits, and what follows in a turn."""

import threading

import pytest
from django.db import connection
from structlog.testing import capture_logs

from generation.engine.outbox import one_try, room, turns
from generation.engine.outbox.turns import IN_A_MOMENT, PLACES, Pace, deliver
from generation.models import Delivery
from generation.states import DeliveryStatus
from tests.support.deliveries import LONG_AGO, database_now, make_delivery, make_webhook, next_try
from tests.support.funnels import make_user
from tests.support.receiver import Receiver, status
from tests.support.threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)

LONG_SECONDS = 600


@pytest.fixture
def hanging(receiver, monkeypatch):
    """Has the next messages wait in the receiver until it is released; call it with what to begin sending."""
    monkeypatch.setattr(one_try, "SECONDS", LONG_SECONDS)  # nobody who hangs is let go before
    go_on, here, threads = threading.Event(), threading.Semaphore(0), []

    def wait(handler):
        here.release()
        go_on.wait(LONG_SECONDS)
        status(200)(handler)

    def hang(deliveries):
        receiver.answers.extend([wait] * len(deliveries))
        for delivery in deliveries:
            threads.append(in_thread(lambda delivery=delivery: deliver(delivery.pk, 0))[0])
            assert here.acquire(timeout=30)

    def release():
        go_on.set()
        for thread in threads:
            thread.join(30)

    hang.release = release
    yield hang
    release()


def test_receivers_that_hang_hold_few_threads_and_leave_places_to_those_that_were_quick(
    receiver, webhook, hanging, monkeypatch
):
    monkeypatch.setattr(room, "SLOW_SECONDS", LONG_SECONDS)
    next_try(make_delivery(webhook))
    hanging([_to_a_stranger(receiver, number) for number in range(PLACES[Pace.UNKNOWN])])

    began = database_now()
    left = next_try(_to_a_stranger(receiver, "late"))

    assert (left.status, left.tries) == (DeliveryStatus.DUE, 0)
    assert began + IN_A_MOMENT <= left.next_try_at <= database_now() + IN_A_MOMENT
    assert next_try(make_delivery(webhook)).status == DeliveryStatus.SENT
    assert next_try(_letter_to(webhook.owner)).status == DeliveryStatus.SENT
    hanging.release()
    assert next_try(left).status == DeliveryStatus.SENT


def test_who_was_slow_waits_for_others_that_are_and_nobody_else_does(receiver, webhook, hanging, monkeypatch):
    monkeypatch.setattr(room, "SLOW_SECONDS", 0)
    other = make_webhook(make_user("ben"), receiver.url)
    for slow in (webhook, other):
        next_try(make_delivery(slow))
    hanging([make_delivery(webhook)])

    left = next_try(make_delivery(other))

    assert (left.status, left.tries) == (DeliveryStatus.DUE, 0)
    assert next_try(_to_a_stranger(receiver, "cat")).status == DeliveryStatus.SENT
    hanging.release()
    assert next_try(left).status == DeliveryStatus.SENT


def _to_a_stranger(receiver, name):
    return make_delivery(make_webhook(make_user(f"stranger-{name}"), receiver.url))


def _letter_to(user):
    type(user).objects.filter(pk=user.pk).update(email="somebody@shop.example")
    facts = {"name": "Calm", "progress": {"completed": 14, "total": 14}, "url": "http://localhost:8000/"}
    due = {"next_try_at": LONG_AGO, "payload": facts}
    return Delivery.objects.create(user=user, channel="email", about="job.completed", **due)


def test_one_persons_silent_webhooks_hold_up_nobody_elses_webhooks_and_letters(receiver, webhook, hanging):
    hanging([make_delivery(webhook)])
    many = [next_try(make_delivery(make_webhook(webhook.owner, receiver.url))) for _ in range(2)]

    with Receiver() as well:
        anothers = next_try(make_delivery(make_webhook(make_user("ben"), well.url)))
    letter = next_try(_letter_to(anothers.user))

    assert [anothers.status, letter.status] == [DeliveryStatus.SENT] * 2
    assert [(each.status, each.tries) for each in many] == [(DeliveryStatus.DUE, 0)] * 2


def test_what_came_while_a_receiver_was_busy_follows_once_it_has_taken_something(
    webhook, hanging, receiver, monkeypatch
):
    monkeypatch.setattr(turns, "TURN_SECONDS", LONG_SECONDS)
    hanging([make_delivery(webhook)])
    following = [next_try(make_delivery(webhook)) for _ in range(2)]
    make_delivery(webhook, tries=1)  # was not taken before, and is not due yet

    hanging.release()

    assert len(receiver.posted) == 3
    assert all(Delivery.objects.get(pk=each.pk).status == DeliveryStatus.SENT for each in following)


def test_a_receiver_that_takes_nothing_is_asked_once_for_each_message(receiver, webhook):
    receiver.answers.append(status(500))
    for _ in range(2):
        make_delivery(webhook, next_try_at=LONG_AGO)

    next_try(make_delivery(webhook))

    assert len(receiver.posted) == 1


def test_what_waits_for_a_webhook_that_is_off_is_given_up_in_one_go(receiver, webhook):
    type(webhook).objects.update(is_on=False)
    waiting = make_delivery(webhook, next_try_at=LONG_AGO)

    next_try(make_delivery(webhook))

    waiting.refresh_from_db()
    assert waiting.status == DeliveryStatus.FAILED


def test_while_the_database_is_away_a_delivery_waits_for_the_reconciler(webhook):
    delivery = make_delivery(webhook)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        _end_backend(*cursor.fetchone())

    with capture_logs() as lines:
        deliver(delivery.pk, 0)

    assert [(line["log_level"], line["event"]) for line in lines] == [
        ("warning", "A delivery waits for the database")
    ]
    assert next_try(delivery).status == DeliveryStatus.SENT


def _end_backend(pid):
    """End a connection's server process, from another connection."""

    def end():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 30000)", [pid])

    thread, raised = in_thread(end)
    thread.join()
    assert raised == []
