"""Deliveries in the admin: looked at without secrets, and sent again by who may operate."""

import pytest

from generation.engine.outbox.signing import secret_of
from generation.states import DeliveryStatus
from tests.support.admin import act, staff, text_of
from tests.support.deliveries import LONG_AGO, make_delivery, make_webhook
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

DELIVERIES = "/admin/generation/delivery/"
WEBHOOKS = "/admin/generation/webhook/"


@pytest.fixture
def webhook():
    return make_webhook(make_user(), "https://hooks.example/in/s3cret")


@pytest.fixture
def failed(webhook):
    return make_delivery(
        webhook, status=DeliveryStatus.FAILED, error="It answered 500.", next_try_at=LONG_AGO
    )


def test_what_was_not_taken_is_seen_with_why(failed, admin_client):
    page = text_of(admin_client.get(DELIVERIES))

    assert "job.completed hooks.example failed 0 It answered 500." in page


def test_staff_read_what_its_owner_may_not_know(webhook, admin_client):
    make_delivery(webhook, error="It could not be reached.", detail="There is no hooks.example to be found.")

    assert "There is no hooks.example to be found." in text_of(admin_client.get(DELIVERIES))


def test_neither_secret_nor_whole_address_is_shown(failed, admin_client):
    pages = [
        admin_client.get(address).content.decode()
        for address in (
            *(DELIVERIES, f"{DELIVERIES}{failed.pk}/change/"),
            *(WEBHOOKS, f"{WEBHOOKS}{failed.webhook_id}/change/"),
        )
    ]

    assert all("hooks.example" in page for page in pages)
    assert not any("s3cret" in page or secret_of(failed.webhook_id) in page for page in pages)


def test_who_may_operate_sends_again(failed):
    client = staff("sam", "view_delivery", "change_generationjob")

    answer = act(client, DELIVERIES, "tell_again", failed)

    failed.refresh_from_db()
    assert failed.status == DeliveryStatus.DUE
    assert "1 delivery sent again." in text_of(answer)


def test_who_may_only_look_does_not(failed):
    act(staff("sam", "view_delivery"), DELIVERIES, "tell_again", failed)

    failed.refresh_from_db()
    assert failed.status == DeliveryStatus.FAILED


def test_what_is_on_its_way_is_passed_over_and_said_so(webhook, admin_client):
    answer = act(admin_client, DELIVERIES, "tell_again", make_delivery(webhook))

    assert "job.completed by webhook: This is on its way already" in text_of(answer)
