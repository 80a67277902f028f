"""A webhook added in the browser: its secret copied, and a test looked at until it has arrived."""

from dataclasses import replace

from playwright.sync_api import expect

from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.turns import deliver
from generation.engine.outbox.webhooks import add_webhook
from generation.models import Delivery, Webhook
from tests.support.receiver import Receiver
from tests.support.threads import in_thread

PAGE = "/account/notifications/"


def test_a_secret_is_copied_where_it_is_shown(signed_in):
    signed_in.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = signed_in.open(PAGE)

    page.get_by_label("Address of the new webhook").fill("https://hooks.example/galley")
    with page.expect_navigation():
        page.get_by_role("button", name="Add a webhook").click()
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("The secret copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == secret_of(Webhook.objects.get().pk)


def test_a_test_is_seen_to_arrive_without_a_reload(signed_in, settings):
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)
    with Receiver() as receiver:
        add_webhook(signed_in.user, receiver.url)
        page = signed_in.open(PAGE)
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_label("Told last")).to_contain_text("On its way")

        thread, raised = in_thread(lambda: deliver(Delivery.objects.get().pk, 0))
        thread.join()

        expect(page.get_by_label("Told last")).to_contain_text("Taken")
    assert raised == []
