"""Which lines reach the log."""

import logging

import pytest
from celery import shared_task
from celery.app.trace import build_tracer
from celery.exceptions import Reject
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.log import log_response

from config.celery import app


@pytest.mark.parametrize(
    ("path", "status", "lines"),
    [("/readyz", 503, 0), ("/readyz", 500, 1), ("/api/jobs/", 503, 1)],
)
def test_not_being_ready_is_an_answer_and_no_error(
    path: str, status: int, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    log_response("%s", path, response=HttpResponse(status=status), request=RequestFactory().get(path))

    assert len(caplog.records) == lines


def test_a_host_that_is_not_ours_costs_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/favicon.ico", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    (record,) = caplog.records
    assert "elsewhere.example" in record.getMessage()
    assert record.exc_info is None


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=", b"x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("application/x-www-form-urlencoded", b"a" * 3_000_000),
    ],
    ids=["no boundary", "another alphabet", "too many fields", "too large"],
)
def test_a_body_that_cannot_be_read_costs_one_line(
    client: Client, kind: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.generic("POST", "/theme/", body, kind)

    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()
    (record,) = caplog.records
    assert record.exc_info is None


def test_a_message_that_is_given_back_costs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    @shared_task(name="test.given_back")
    def give_back() -> None:
        raise Reject(requeue=True)

    build_tracer(give_back.name, give_back, app=app)("an-id", (), {}, {"delivery_info": {}})

    (record,) = caplog.records
    assert "reject" in record.getMessage()
    assert record.exc_info is None


@pytest.mark.parametrize(
    ("name", "level", "is_heard"),
    [
        ("flower.inspector", logging.WARNING, False),
        ("flower.inspector", logging.ERROR, True),
        ("generation.engine", logging.INFO, True),
    ],
)
def test_others_speak_only_when_they_have_something_to_say(name: str, level: int, is_heard: bool) -> None:
    assert logging.getLogger(name).isEnabledFor(level) is is_heard


@pytest.mark.django_db
def test_the_browsers_icon_is_there(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.svg"
