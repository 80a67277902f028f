"""A request's number, in its answer and in what is logged meanwhile."""

import pytest
from structlog.contextvars import get_contextvars, merge_contextvars
from structlog.testing import capture_logs

from tests.support.api import client_of
from tests.support.funnels import make_funnel, make_user

HEADER = "X-Request-ID"


def test_every_answer_has_a_number_of_its_own(client):
    first, second = client.get("/healthz"), client.get("/healthz")

    assert len(first.headers[HEADER]) == 32
    assert first.headers[HEADER] != second.headers[HEADER]


def test_a_number_that_was_sent_is_kept(client):
    assert client.get("/healthz", headers={HEADER: "abc-123.DEF_4"}).headers[HEADER] == "abc-123.DEF_4"


@pytest.mark.parametrize("sent", ["short", "with space in it", "x" * 65, 'quote"quote"'])
def test_one_that_is_not_plain_is_replaced(client, sent):
    assert client.get("/healthz", headers={HEADER: sent}).headers[HEADER] != sent


@pytest.mark.django_db(transaction=True)
def test_what_is_logged_while_a_request_is_answered_carries_its_number():
    ana = make_user("ana")
    address = f"/api/funnels/{make_funnel(ana).pk}/generate/"

    with capture_logs(processors=[merge_contextvars]) as logs:
        started = client_of(ana).post(address, headers={HEADER: "abc-12345"})

    line = next(line for line in logs if line["event"] == "A job was started")
    assert (line["request"], line["job"]) == ("abc-12345", started.json()["id"])
    assert get_contextvars() == {}
