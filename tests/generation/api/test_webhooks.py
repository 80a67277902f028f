"""Webhooks over the API: added with a secret that is told once, tried, switched, deleted."""

from dataclasses import replace

import pytest

from generation.api import webhooks
from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.turns import deliver
from generation.engine.outbox.webhooks import MOST_WEBHOOKS
from generation.models import AuditEntry, Delivery, Webhook
from tests.support.deliveries import make_delivery, make_webhook

pytestmark = pytest.mark.django_db

WEBHOOKS = "/api/webhooks/"
URL = "https://hooks.example/galley"


@pytest.fixture
def webhook(ana):
    return make_webhook(ana)


def address(webhook, verb=""):
    return f"{WEBHOOKS}{webhook.pk}/{verb}"


def test_a_webhook_is_added_with_a_secret_that_is_told_once(api, ana):
    answer = api.post(WEBHOOKS, {"url": URL})

    webhook = Webhook.objects.get(owner=ana)
    added = answer.json()
    assert answer.status_code == 201
    assert added["secret"] == secret_of(webhook.pk)
    assert added["secret"].startswith("whsec_")
    del added["secret"]
    assert added == api.get(address(webhook)).json()
    assert api.get(WEBHOOKS).json()["results"] == [added]
    assert added | {"created_at": None} == {
        "id": str(webhook.pk),
        "url": URL,
        "events": ["job.completed", "job.failed", "batch.ended"],
        "is_on": True,
        "off_because": None,
        "created_at": None,
    }


def test_each_webhook_has_a_secret_of_its_own_and_the_database_none(api, ana):
    first, second = (api.post(WEBHOOKS, {"url": URL}).json()["secret"] for _ in range(2))

    assert first != second
    assert first not in str(list(Webhook.objects.values()))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("hooks.example/galley", "Write the whole address, such as https://shop.example/galley."),
        ("ftp://hooks.example/", "Write the whole address, such as https://shop.example/galley."),
        ("https:///galley", "Write the whole address, such as https://shop.example/galley."),
        ("https://hooks.example:port/", "Write the whole address, such as https://shop.example/galley."),
        ("https://hooks .example/", "Write the whole address, such as https://shop.example/galley."),
        ("https://[hooks/", "Write the whole address, such as https://shop.example/galley."),
        ("https://hooks..example/", "Write the whole address, such as https://shop.example/galley."),
        (
            "http://hooks.example/",
            "Write an address that begins with https://; others can be read on their way.",
        ),
        ("https://ana:secret@hooks.example/", "Leave out name and password; the signature says who speaks."),
        ("https://127.0.0.1/", "This leads into a private network, where nothing is sent."),
        ("https://[::1]/", "This leads into a private network, where nothing is sent."),
        ("https://[::ffff:10.0.0.1]/", "This leads into a private network, where nothing is sent."),
        ("https://169.254.169.254/latest/", "This leads into a private network, where nothing is sent."),
        ("https://LOCALHOST/", "This leads into a private network, where nothing is sent."),
        (f"https://hooks.example/{'x' * 500}", "Write an address of up to 500 characters."),
    ],
)
def test_an_address_where_nothing_can_be_sent_is_refused(api, url, sentence):
    answer = api.post(WEBHOOKS, {"url": url})

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"url": sentence}
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (" https://hooks.example ", "https://hooks.example/"),
        ("https://hooks.example/a?b=c#d", "https://hooks.example/a?b=c"),
        ("https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://8.8.8.8:8443/x", "https://8.8.8.8:8443/x"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
    ],
)
def test_an_address_is_kept_as_it_goes_over_the_wire(api, url, kept):
    assert api.post(WEBHOOKS, {"url": url}).json()["url"] == kept


def test_with_leave_a_private_address_is_taken_and_plain_http(api, settings):
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)

    assert api.post(WEBHOOKS, {"url": "http://10.0.0.7:9000/hook"}).status_code == 201


def test_there_is_a_most_of_webhooks(api, ana):
    for _ in range(MOST_WEBHOOKS):
        make_webhook(ana)

    answer = api.post(WEBHOOKS, {"url": URL})

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_webhooks")


def test_what_it_is_told_is_chosen_at_the_start_and_later(api, ana):
    added = api.post(WEBHOOKS, {"url": URL, "events": ["job.failed"]}).json()
    webhook = Webhook.objects.get()

    changed = api.patch(address(webhook), {"events": ["job.completed"]}).json()

    assert (added["events"], changed["events"]) == (["job.failed"], ["job.completed"])


@pytest.mark.parametrize("body", [{"events": []}, {"events": ["job.begun"]}, {"secret": "x"}, {"is_on": "?"}])
def test_a_change_that_makes_no_sense_is_refused(api, webhook, body):
    assert api.patch(address(webhook), body).status_code == 400


def test_one_that_was_switched_off_is_switched_on_again(api, webhook):
    Webhook.objects.update(is_on=False, off_because="It answered 410 Gone.")
    assert api.get(address(webhook)).json()["off_because"] == "It answered 410 Gone."

    changed = api.patch(address(webhook), {"is_on": True}).json()

    assert (changed["is_on"], changed["off_because"]) == (True, None)


def test_a_deleted_webhook_is_gone_with_what_was_told_to_it(api, webhook):
    make_delivery(webhook)

    assert api.delete(address(webhook)).status_code == 204

    assert not Delivery.objects.exists()
    assert api.get(address(webhook)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_test_is_on_its_way_and_then_among_the_deliveries(api, webhook):
    test = api.post(address(webhook, "test/"))
    assert test.status_code == 202
    assert api.post(address(webhook, "test/")).json()["code"] == "test_on_its_way"

    deliver(Delivery.objects.get().pk, 0)

    (listed,) = api.get(address(webhook, "deliveries/")).json()["results"]
    assert listed["id"] == test.json()["id"]
    assert (listed["type"], listed["status"], listed["tries"]) == ("test", "failed", 1)
    assert listed["error"].startswith("It could not be reached from here")
    assert "There is no hooks.example" not in str(listed)
    assert listed["next_try_at"] is None


def test_what_is_done_to_webhooks_is_in_the_audit_log_without_their_addresses(api):
    added = api.post(WEBHOOKS, {"url": "https://hooks.example/in/s3cret"}).json()
    api.patch(f"{WEBHOOKS}{added['id']}/", {"is_on": False})
    api.delete(f"{WEBHOOKS}{added['id']}/")

    deeds = AuditEntry.objects.filter(target="webhook", target_id=added["id"]).order_by("pk")
    assert list(deeds.values_list("actor_name", "through", "action", "target_name")) == [
        ("ana", "api", "webhook_added", "hooks.example"),
        ("ana", "api", "webhook_changed", "hooks.example"),
        ("ana", "api", "webhook_deleted", "hooks.example"),
    ]
    assert "s3cret" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    "body", [{}, {"is_on": True}, {"events": ["job.completed", "job.failed", "batch.ended"]}]
)
def test_a_change_to_what_it_is_already_is_no_deed(api, webhook, body):
    assert api.patch(address(webhook), body).status_code == 200

    assert not AuditEntry.objects.filter(action="webhook_changed").exists()


@pytest.mark.parametrize(("method", "verb", "body"), [("patch", "", {"is_on": False}), ("post", "test/", {})])
def test_one_that_is_deleted_meanwhile_is_not_there(api, webhook, monkeypatch, method, verb, body):
    find = webhooks._find

    def find_and_lose(request, webhook_id):
        found = find(request, webhook_id)
        Webhook.objects.all().delete()
        return found

    monkeypatch.setattr(webhooks, "_find", find_and_lose)

    assert getattr(api, method)(address(webhook, verb), body).status_code == 404


def test_one_that_is_off_is_not_tried(api, webhook):
    Webhook.objects.update(is_on=False)

    assert api.post(address(webhook, "test/")).json()["code"] == "webhook_off"
