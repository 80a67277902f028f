"""What follows a try of a delivery: the next, or none, and what that means for its webhook."""

import pytest

from generation.engine.outbox.tries import WAITS
from generation.states import About, DeliveryStatus
from tests.support.deliveries import LONG_AGO, database_now, make_delivery, make_webhook, next_try
from tests.support.receiver import Receiver, status

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_next_try_is_due_by_the_schedule(receiver, webhook):
    receiver.answers.extend([status(503)] * 2)
    delivery = make_delivery(webhook)

    for wait in WAITS[:2]:
        began = database_now()
        due = next_try(delivery).next_try_at
        ended = database_now()

        longest, shortest = (due - began).total_seconds(), (due - ended).total_seconds()
        assert longest >= wait
        assert shortest <= wait * 1.1


def test_who_answers_gone_is_told_nothing_more(receiver, webhook):
    receiver.answers.append(status(410))
    waiting = make_delivery(webhook)

    gone = next_try(make_delivery(webhook))
    never_sent = next_try(waiting)

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (False, "It answered 410 Gone.")
    assert (gone.status, never_sent.status) == (DeliveryStatus.FAILED, DeliveryStatus.FAILED)
    assert never_sent.error == "The webhook is switched off."
    assert len(receiver.posted) == 1


def test_after_the_last_try_it_has_failed_and_a_webhook_that_took_nothing_is_off(receiver, webhook):
    receiver.answers.append(status(500))

    delivery = next_try(make_delivery(webhook, tries=len(WAITS)))

    webhook.refresh_from_db()
    assert delivery.status == DeliveryStatus.FAILED
    assert webhook.off_because.startswith("Nothing was taken in more than a day.")


def test_why_it_is_off_names_no_host_and_staff_read_one_of_any_length(receiver, webhook):
    host = ".".join(["x" * 60] * 4)
    type(webhook).objects.update(url=f"https://{host}/")

    delivery = next_try(make_delivery(webhook, tries=len(WAITS)))

    webhook.refresh_from_db()
    assert delivery.detail == f"There is no {host} to be found."
    assert webhook.off_because == f"Nothing was taken in more than a day. {delivery.error}"
    assert host not in webhook.off_because


def test_a_webhook_that_took_something_meanwhile_stays_on(receiver, webhook):
    receiver.answers.extend([status(200), status(500)])
    doomed = make_delivery(webhook, tries=len(WAITS))
    next_try(make_delivery(webhook))

    assert next_try(doomed).status == DeliveryStatus.FAILED

    webhook.refresh_from_db()
    assert webhook.is_on


def test_a_test_is_tried_once_and_switches_nothing_off(receiver, webhook):
    receiver.answers.append(status(500))

    delivery = next_try(make_delivery(webhook, about=About.TEST))

    webhook.refresh_from_db()
    assert (delivery.status, webhook.is_on) == (DeliveryStatus.FAILED, True)


def test_where_nobody_answers_the_try_counts_for_all_that_waits_there(receiver, webhook):
    with Receiver() as gone:
        type(webhook).objects.update(url=gone.url)
    tried, at_its_last = (make_delivery(webhook, tries=n, next_try_at=LONG_AGO) for n in (1, len(WAITS)))
    new, test = make_delivery(webhook), make_delivery(webhook, about=About.TEST)
    elsewhere = make_delivery(make_webhook(webhook.owner, receiver.url))

    began, failed = database_now(), next_try(make_delivery(webhook))

    for waiting, tries in ((new, 1), (tried, 2)):
        waiting.refresh_from_db()
        assert (waiting.tries, waiting.error, waiting.status) == (tries, failed.error, DeliveryStatus.DUE)
        assert (waiting.next_try_at - began).total_seconds() >= WAITS[tries - 1]
    for untouched, tries in ((at_its_last, len(WAITS)), (test, 0), (elsewhere, 0)):
        untouched.refresh_from_db()
        assert untouched.tries == tries
