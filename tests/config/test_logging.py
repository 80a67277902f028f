"""Which lines reach the log."""

import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.log import log_response


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
    ("name", "level", "is_heard"),
    [
        ("flower.inspector", logging.WARNING, False),
        ("flower.inspector", logging.ERROR, True),
        ("celery.worker.consumer.mingle", logging.INFO, False),
        ("generation.engine", logging.INFO, True),
    ],
)
def test_others_speak_only_when_they_have_something_to_say(name: str, level: int, is_heard: bool) -> None:
    assert logging.getLogger(name).isEnabledFor(level) is is_heard


@pytest.mark.django_db
def test_the_browsers_icon_is_there(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.svg"
