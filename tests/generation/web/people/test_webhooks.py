"""Webhooks on the page of notifications: a secret that is shown once, and what became of what was told."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.webhooks import MOST_WEBHOOKS
from generation.models import Delivery, Webhook
from generation.states import About, DeliveryStatus
from generation.web.people import webhooks
from tests.support.admin import client_of, text_of
from tests.support.deliveries import LONG_AGO, make_delivery, make_webhook
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

PAGE = "/account/notifications/"
WEBHOOKS = "/account/webhooks/"
URL = "https://hooks.example/galley"
NEW = {"url": URL, "completed": "on", "failed": "on", "batches": "on"}


@pytest.fixture
def ana():
    return make_user()


@pytest.fixture
def webhook(ana):
    return make_webhook(ana)


def verb(webhook, name):
    return f"{WEBHOOKS}{webhook.pk}/{name}/"


def test_a_new_webhooks_secret_is_shown_this_once(ana):
    browser = client_of(ana)

    answer = browser.post(WEBHOOKS, NEW)

    webhook = Webhook.objects.get(owner=ana)
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    assert f'<code id="new-secret">{secret_of(webhook.pk)}</code>' in answer.content.decode()
    assert 'data-copy="#new-secret"' in answer.content.decode()
    again = browser.get(PAGE)
    assert secret_of(webhook.pk) not in again.content.decode()
    assert f"{URL} On Told when a funnel is ready, a run has failed or a batch has ended." in text_of(again)


def test_the_field_says_which_addresses_are_taken(ana, settings):
    browser = client_of(ana)
    assert "It must be reached from the internet, by https." in text_of(browser.get(PAGE))

    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)

    shown = text_of(browser.get(PAGE))
    assert "Any address that this server reaches, by https or http." in shown
    assert "from the internet" not in shown


def test_what_it_is_told_is_chosen(ana):
    client_of(ana).post(WEBHOOKS, {"url": URL, "failed": "on"})

    webhook = Webhook.objects.get()
    assert (webhook.tells_completed, webhook.tells_failed, webhook.tells_batches) == (False, True, False)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"url": ""}, "Write the address your program listens at."),
        ({"url": "http://hooks.example/"}, "Write an address that begins with https://"),
        ({"url": "https://10.0.0.1/"}, "This leads into a private network"),
        ({"completed": "", "failed": "", "batches": ""}, "Choose at least one."),
    ],
)
def test_what_cannot_be_told_is_refused_and_still_there(ana, sent, sentence):
    answer = client_of(ana).post(WEBHOOKS, NEW | sent)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert _in_field(answer, "url") == (NEW | sent)["url"]
    assert not Webhook.objects.exists()


def _in_field(answer, name):
    """Return what the page's field holds already."""
    (field,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', answer.content.decode())
    value = re.search(r' value="([^"]*)"', field)
    return value[1] if value else ""


def test_there_is_a_most_of_webhooks(ana):
    for _ in range(MOST_WEBHOOKS):
        make_webhook(ana)

    answer = client_of(ana).post(WEBHOOKS, NEW, follow=True)

    assert f"There may be {MOST_WEBHOOKS} webhooks at most." in text_of(answer)


def test_the_address_alone_adds_none(ana):
    assert client_of(ana).get(WEBHOOKS)["Location"] == f"{PAGE}#webhooks"
    assert not Webhook.objects.exists()


def test_a_test_is_sent_and_looked_at_until_it_is_there(ana, webhook):
    browser = client_of(ana)

    answer = browser.post(verb(webhook, "test"), follow=True)

    assert "A test is on its way." in text_of(answer)
    assert re.search(r"A test \d+ .+ On its way", text_of(answer))
    assert f'hx-get="{verb(webhook, "told")}"' in answer.content.decode()
    Delivery.objects.update(status=DeliveryStatus.SENT)
    told = browser.get(verb(webhook, "told"))
    assert "Taken" in text_of(told)
    assert "hx-get" not in told.content.decode()


def test_a_page_that_looks_on_ends_that_where_the_webhook_is_deleted(ana, webhook):
    browser, address = client_of(ana), verb(webhook, "told")
    Webhook.objects.all().delete()

    assert browser.get(address).status_code == 404
    assert browser.get(address, headers={"HX-Request": "true"}).status_code == 286  # htmx's word for it


def test_what_was_told_is_shown_with_what_became_of_it(ana, webhook):
    make_delivery(webhook, status=DeliveryStatus.SENT, payload={"name": "Calm <b>"})
    make_delivery(
        webhook, about=About.FAILED, status=DeliveryStatus.FAILED, error="It answered 500.", tries=8
    )
    make_delivery(webhook, error="It answered 503.", tries=2, next_try_at=timezone.now())

    page = text_of(client_of(ana).get(PAGE))

    assert re.search(r"Calm <b> is ready .+ Taken Send again", page)
    assert re.search(r"Calm stopped .+ It answered 500\. Not taken Send again", page)
    assert re.search(r"It answered 503\. Tried 2 times, next .+ Retrying", page)


def test_why_it_was_switched_off_is_told_until_it_is_switched_on(ana, webhook):
    Webhook.objects.update(is_on=False, off_because="It answered 410 Gone.")
    browser = client_of(ana)
    assert "Galley switched it off: It answered 410 Gone." in text_of(browser.get(PAGE))

    browser.post(verb(webhook, "switch"), {"is_on": "yes"})

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (True, "")


def test_it_is_switched_off_and_deleted(ana, webhook):
    browser = client_of(ana)

    browser.post(verb(webhook, "switch"), {"is_on": "no"})
    assert not Webhook.objects.get().is_on
    browser.post(verb(webhook, "delete"))
    assert not Webhook.objects.exists()


def test_what_was_not_taken_is_sent_again(ana, webhook):
    delivery = make_delivery(webhook, status=DeliveryStatus.FAILED, next_try_at=LONG_AGO)

    client_of(ana).post(f"/account/deliveries/{delivery.pk}/again/")

    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.DUE


def test_somebody_elses_webhook_is_neither_seen_nor_touched(webhook):
    delivery = make_delivery(webhook, status=DeliveryStatus.FAILED)
    root = client_of(make_user("root", is_staff=True, is_superuser=True))

    assert "hooks.example" not in root.get(PAGE).content.decode()
    assert root.get(verb(webhook, "told")).status_code == 404
    for name in ("test", "switch", "delete"):
        assert root.post(verb(webhook, name)).status_code == 404
    assert root.post(f"/account/deliveries/{delivery.pk}/again/").status_code == 404


@pytest.mark.parametrize(("method", "name"), [("post", "switch"), ("post", "test"), ("get", "told")])
def test_one_that_is_deleted_meanwhile_is_not_there(ana, webhook, monkeypatch, method, name):
    find = webhooks._find

    def find_and_lose(request, webhook_id):
        found = find(request, webhook_id)
        Webhook.objects.all().delete()
        return found

    monkeypatch.setattr(webhooks, "_find", find_and_lose)

    assert getattr(client_of(ana), method)(verb(webhook, name)).status_code == 404


def test_the_page_asks_as_much_for_many_webhooks_as_for_one(ana):
    browser = client_of(ana)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        return len(queries)

    make_delivery(make_webhook(ana))
    one = asked()
    for _ in range(3):
        webhook = make_webhook(ana)
        make_delivery(webhook)
        make_delivery(webhook)

    assert asked() == one
