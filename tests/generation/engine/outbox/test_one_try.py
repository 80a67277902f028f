"""One try of a delivery: signed, taken or not, and made once."""

import json
from dataclasses import replace

import openai
import pytest
import standardwebhooks
from structlog.testing import capture_logs

from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.tries import WAITS
from generation.engine.outbox.turns import PLACES, deliver
from generation.models import Delivery
from generation.states import DeliveryStatus
from tests.support.deliveries import ended_job, make_delivery, make_webhook, next_try
from tests.support.funnels import make_funnel, make_user
from tests.support.receiver import Receiver, redirect, status
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_try_is_made_once_however_many_messages_there_are(receiver, webhook):
    delivery = make_delivery(webhook)

    all_at_once([lambda: deliver(delivery.pk, 0)] * max(PLACES.values()))
    deliver(delivery.pk, 0)

    assert len(receiver.posted) == 1


def test_a_message_for_another_try_than_the_next_does_nothing(receiver, webhook):
    receiver.answers.append(status(500))
    delivery = next_try(make_delivery(webhook))

    deliver(delivery.pk, 0)
    deliver(delivery.pk, 2)

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


def test_a_delivery_whose_senders_die_one_after_another_ends(receiver, webhook):
    delivery = next_try(make_delivery(webhook, tries=len(WAITS) + 1))

    assert (delivery.status, delivery.error) == (DeliveryStatus.FAILED, "Its senders were lost.")
    assert receiver.posted == []


def test_a_closed_account_is_told_nothing(receiver, webhook):
    type(webhook.owner).objects.update(is_active=False)

    assert next_try(make_delivery(webhook)).error == "The account is closed."
    assert receiver.posted == []


def test_neither_secrets_nor_addresses_are_in_the_log(receiver, webhook):
    receiver.answers.extend([status(200), status(500)])
    with capture_logs() as lines:
        next_try(make_delivery(webhook))
        next_try(make_delivery(webhook))

    said = json.dumps(lines, default=str)
    assert "127.0.0.1" in said
    assert secret_of(webhook.pk) not in said
    assert "/hook" not in said
