"""One try of a delivery: signed, taken or not, and made once."""

import json
import threading
from dataclasses import replace

import openai
import pytest
import standardwebhooks
from django.db import connection
from structlog.testing import capture_logs

from generation.engine.outbox import delivering
from generation.engine.outbox.delivering import AT_ONCE, IN_A_MOMENT, deliver
from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.tries import WAITS
from generation.models import Delivery
from generation.states import About, DeliveryStatus
from tests.support.deliveries import LONG_AGO, ended_job, make_delivery, make_webhook, next_try
from tests.support.funnels import make_funnel, make_user
from tests.support.receiver import Receiver, redirect, status
from tests.support.threads import all_at_once, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings):
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def webhook(receiver):
    return make_webhook(make_user(), receiver.url)


def verified(posted, secret):
    """Return what was posted, as OpenAI's library verifies it: by the same standard, with code of its own."""
    client = openai.OpenAI(api_key="none", webhook_secret=secret)
    client.webhooks.verify_signature(posted.body, posted.headers)
    return json.loads(posted.body)


def test_an_ending_is_posted_and_signed_as_the_standard_has_it(receiver):
    ana = make_user()
    webhook = make_webhook(ana, receiver.url)
    job = ended_job(make_funnel(ana))

    delivery = next_try(Delivery.objects.get())

    (posted,) = receiver.posted
    told = verified(posted, secret_of(webhook.pk))
    assert told == standardwebhooks.Webhook(secret_of(webhook.pk)).verify(posted.body, posted.headers)
    assert (told["type"], told["data"]["job"]) == ("job.failed", str(job.pk))
    assert told["timestamp"] == delivery.created_at.isoformat()
    assert posted.headers["webhook-id"] == str(delivery.pk)
    assert posted.headers["content-type"] == "application/json"
    assert (delivery.status, delivery.tries, delivery.error) == (DeliveryStatus.SENT, 1, "")
    assert delivery.sent_at


def test_another_webhooks_secret_verifies_nothing(receiver, webhook):
    other = make_webhook(webhook.owner, receiver.url)

    next_try(make_delivery(webhook))

    with pytest.raises(openai.InvalidWebhookSignatureError):
        verified(receiver.posted[0], secret_of(other.pk))


def test_a_body_changed_on_its_way_is_found_out(receiver, webhook):
    next_try(make_delivery(webhook))
    (posted,) = receiver.posted

    with pytest.raises(openai.InvalidWebhookSignatureError):
        verified(replace(posted, body=posted.body.replace(b"Calm", b"Lost")), secret_of(webhook.pk))


def test_an_older_key_of_the_server_signs_as_well(receiver, webhook, settings):
    before = secret_of(webhook.pk)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-every-check-there-is"

    next_try(make_delivery(webhook))

    assert secret_of(webhook.pk) != before
    assert verified(receiver.posted[0], before) == verified(receiver.posted[0], secret_of(webhook.pk))


def test_what_was_not_taken_is_tried_again_under_the_same_name(receiver, webhook):
    receiver.answers.append(status(500))
    delivery = make_delivery(webhook)

    failed = next_try(delivery)
    assert (failed.status, failed.error) == (DeliveryStatus.DUE, "It answered 500 Internal Server Error.")
    sent = next_try(delivery)

    assert (sent.status, sent.tries, sent.error) == (DeliveryStatus.SENT, 2, "")
    first, second = receiver.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert verified(second, secret_of(webhook.pk))


def test_the_next_try_is_due_by_the_schedule(receiver, webhook):
    receiver.answers.extend([status(503)] * 2)
    delivery = make_delivery(webhook)

    for wait in WAITS[:2]:
        began = _database_now()
        due = next_try(delivery).next_try_at
        ended = _database_now()

        longest, shortest = (due - began).total_seconds(), (due - ended).total_seconds()
        assert longest >= wait
        assert shortest <= wait * 1.1


def _database_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_a_try_is_made_once_however_many_messages_there_are(receiver, webhook):
    delivery = make_delivery(webhook)

    all_at_once([lambda: deliver(delivery.pk, 0)] * AT_ONCE)
    deliver(delivery.pk, 0)

    assert len(receiver.posted) == 1


def test_a_message_for_another_try_than_the_next_does_nothing(receiver, webhook):
    receiver.answers.append(status(500))
    delivery = next_try(make_delivery(webhook))

    deliver(delivery.pk, 0)
    deliver(delivery.pk, 2)

    assert len(receiver.posted) == 1


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


def test_a_redirect_inward_is_no_way_in(receiver, webhook):
    with Receiver() as inner:
        receiver.answers.append(redirect(inner.url))

        delivery = next_try(make_delivery(webhook))

        assert inner.connections == 0
    assert delivery.error == "It answered 302 Found. Redirects are not followed."


def test_without_leave_nothing_is_sent_into_a_private_network(receiver, webhook, settings):
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=False)

    delivery = next_try(make_delivery(webhook))

    assert receiver.connections == 0
    assert delivery.error.startswith("It could not be reached from here")
    assert delivery.detail == "127.0.0.1 leads into a private network, where nothing is sent."


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


def test_a_delivery_whose_senders_die_one_after_another_ends(receiver, webhook):
    delivery = next_try(make_delivery(webhook, tries=len(WAITS) + 1))

    assert (delivery.status, delivery.error) == (DeliveryStatus.FAILED, "Its senders were lost.")
    assert receiver.posted == []


def test_a_closed_account_is_told_nothing(receiver, webhook):
    type(webhook.owner).objects.update(is_active=False)

    assert next_try(make_delivery(webhook)).error == "The account is closed."
    assert receiver.posted == []


@pytest.fixture
def hanging(receiver):
    """Has the next messages wait in the receiver; call it with how many to begin sending."""
    go_on, here, threads = threading.Event(), threading.Semaphore(0), []

    def wait(handler):
        here.release()
        go_on.wait(60)
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


def test_slow_receivers_hold_few_threads_and_the_rest_waits_for_the_reconciler(receiver, webhook, hanging):
    owners = [make_user(f"slow-{number}") for number in range(AT_ONCE)]
    hanging([make_delivery(make_webhook(owner, receiver.url)) for owner in owners])

    began = _database_now()
    left = next_try(make_delivery(webhook))

    assert (left.status, left.tries) == (DeliveryStatus.DUE, 0)
    assert began + IN_A_MOMENT <= left.next_try_at <= _database_now() + IN_A_MOMENT
    assert next_try(_letter_to(webhook.owner)).status == DeliveryStatus.SENT
    hanging.release()
    assert next_try(left).status == DeliveryStatus.SENT


def _letter_to(user):
    type(user).objects.filter(pk=user.pk).update(email="somebody@shop.example")
    facts = {"name": "Calm", "progress": {"completed": 14, "total": 14}, "url": "http://localhost:8000/"}
    due = {"next_try_at": LONG_AGO, "payload": facts}
    return Delivery.objects.create(user=user, channel="email", about="job.completed", **due)


def test_one_persons_silent_webhooks_hold_up_nobody_elses_webhooks_and_letters(receiver, webhook, hanging):
    hanging([make_delivery(webhook)])
    many = [next_try(make_delivery(make_webhook(webhook.owner, receiver.url))) for _ in range(AT_ONCE)]

    with Receiver() as well:
        anothers = next_try(make_delivery(make_webhook(make_user("ben"), well.url)))
    letter = next_try(_letter_to(anothers.user))

    assert [anothers.status, letter.status] == [DeliveryStatus.SENT] * 2
    assert [(each.status, each.tries) for each in many] == [(DeliveryStatus.DUE, 0)] * AT_ONCE


def test_where_nobody_answers_the_try_counts_for_all_that_waits_there(receiver, webhook):
    with Receiver() as gone:
        type(webhook).objects.update(url=gone.url)
    tried, at_its_last = (make_delivery(webhook, tries=n, next_try_at=LONG_AGO) for n in (1, len(WAITS)))
    new, test = make_delivery(webhook), make_delivery(webhook, about=About.TEST)
    elsewhere = make_delivery(make_webhook(webhook.owner, receiver.url))

    began, failed = _database_now(), next_try(make_delivery(webhook))

    for waiting, tries in ((new, 1), (tried, 2)):
        waiting.refresh_from_db()
        assert (waiting.tries, waiting.error, waiting.status) == (tries, failed.error, DeliveryStatus.DUE)
        assert (waiting.next_try_at - began).total_seconds() >= WAITS[tries - 1]
    for untouched, tries in ((at_its_last, len(WAITS)), (test, 0), (elsewhere, 0)):
        untouched.refresh_from_db()
        assert untouched.tries == tries


def test_what_came_while_a_receiver_was_busy_follows_once_it_has_taken_something(
    webhook, hanging, receiver, monkeypatch
):
    monkeypatch.setattr(delivering, "TURN_SECONDS", 60)
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


def test_neither_secrets_nor_addresses_are_in_the_log(receiver, webhook):
    receiver.answers.extend([status(200), status(500)])
    with capture_logs() as lines:
        next_try(make_delivery(webhook))
        next_try(make_delivery(webhook))

    said = json.dumps(lines, default=str)
    assert "127.0.0.1" in said
    assert secret_of(webhook.pk) not in said
    assert "/hook" not in said
