"""The program of docs/how-to/receive-webhooks.md does what the page says."""

import re
import threading
from dataclasses import replace
from http.server import ThreadingHTTPServer

import pytest

from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.tries import WAITS
from generation.engine.outbox.webhooks import EVENTS, try_webhook
from generation.states import About, DeliveryStatus
from tests.support.deliveries import ended_job, make_webhook, next_try
from tests.support.documents import ROOT, names_in, rows_below
from tests.support.funnels import make_funnel, make_user

PAGE = ROOT / "docs" / "how-to" / "receive-webhooks.md"


def program(secret, monkeypatch):
    """Return what the page's program defines, given this secret."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    monkeypatch.setenv("GALLEY_SECRET", secret)
    defined = {"__name__": "receiver"}
    exec(compile(code, str(PAGE), "exec"), defined)
    return defined


@pytest.fixture
def served(settings, monkeypatch):
    """Serves the program for a webhook; returns that webhook."""
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)
    webhook = make_webhook(make_user())
    receiver = program(secret_of(webhook.pk), monkeypatch)["Receiver"]
    receiver.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), receiver)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    webhook.url = f"http://127.0.0.1:{server.server_address[1]}/"
    webhook.save()
    yield webhook
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_the_program_takes_what_is_ours_once_and_nothing_else(served, capsys):
    ended_job(make_funnel(served.owner, name="Focus Funnel"))
    delivery = served.deliveries.get()

    assert next_try(delivery).status == DeliveryStatus.SENT
    served.deliveries.update(status=DeliveryStatus.DUE)
    assert next_try(delivery).status == DeliveryStatus.SENT
    assert capsys.readouterr().out.count("job.failed Focus Funnel http") == 1

    assert next_try(try_webhook(served)).status == DeliveryStatus.SENT
    assert capsys.readouterr().out == "test This is a test. It was asked for on the page of notifications.\n"

    other = make_webhook(served.owner, served.url)
    ended_job(make_funnel(served.owner))
    assert next_try(other.deliveries.get()).error == "It answered 401 Unauthorized."


def test_every_type_that_is_sent_is_in_the_table():
    rows = rows_below("docs/how-to/receive-webhooks.md", "What comes")

    assert [names_in(row[0]) for row in rows] == [[about] for about in (*EVENTS, About.TEST)]


def test_the_waits_are_those_of_the_code():
    assert "after 5 seconds, 5 minutes, 30 minutes, 2, 5, 10 and 14 hours" in PAGE.read_text()
    assert [5, 5 * 60, 30 * 60, *(hours * 3600 for hours in (2, 5, 10, 14))] == list(WAITS)
