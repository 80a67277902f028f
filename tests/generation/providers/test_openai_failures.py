"""How OpenAI alone fails: without money, and in a stream that began well; else see tests/contracts."""

import json
from collections.abc import Iterator

import pytest

from tests.support import openai_replies as replies
from tests.support.openai_calls import failure
from tests.support.openai_server import OpenAIServer
from tests.support.service_replies import Reply


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("insufficient_quota", "insufficient_quota"),
        (None, "insufficient_quota"),
        ("credit_balance_exhausted", "insufficient_quota"),
        ("project_spend_limit_exceeded", "rate_limit_error"),
    ],
)
def test_an_account_without_money_is_permanent_although_its_status_is_429(
    server: OpenAIServer, code: str | None, kind: str
) -> None:
    error = failure(server, replies.status(429, code=code, kind=kind))

    assert (error.code, error.status, error.retryable) == ("spend_limit", 429, False)
    assert error.request_id == "req_0"


def test_a_prompt_that_does_not_fit_is_too_large(server: OpenAIServer) -> None:
    error = failure(server, replies.status(400, code="context_length_exceeded"))

    assert (error.code, error.status) == ("too_large", 400)


@pytest.mark.parametrize(
    ("code", "kind", "named", "status", "retryable"),
    [
        ("rate_limit_exceeded", "tokens", "provider_busy", 429, True),
        (None, "server_error", "provider_error", 500, True),
        (None, "invalid_request_error", "bad_request", 400, False),
        (None, "insufficient_quota", "spend_limit", 429, False),
        (503, "ServiceUnavailableError", "provider_error", 503, True),
        ("an_error_from_the_future", "", "stream_error", None, True),
    ],
)
def test_an_error_in_the_stream_goes_by_its_code_or_its_type(
    server: OpenAIServer, code: str | int | None, kind: str, named: str, status: int | None, retryable: bool
) -> None:
    error = failure(server, replies.error_event(code, kind=kind))

    assert (error.code, error.status, error.retryable) == (named, status, retryable)
    assert error.request_id == "req_0"
    assert error.usage.output_tokens > 50


@pytest.mark.parametrize("kind", [{"of": "server_error"}, ["server_error"]])
def test_an_error_in_the_stream_may_have_a_type_that_is_no_text(server: OpenAIServer, kind: object) -> None:
    data = json.dumps({"error": {"message": "planted", "type": kind}})

    error = failure(server, Reply(fault="bad_json", body=data))

    assert (error.code, error.status, error.retryable) == ("stream_error", None, True)


@pytest.mark.parametrize(
    "data", ['{"id": "x", "choices"', "[1]", '"text"', "null", "{}", '{"choices": [{}]}']
)
def test_an_event_that_cannot_be_read_is_a_bad_response(server: OpenAIServer, data: str) -> None:
    error = failure(server, Reply(fault="bad_json", body=data))

    assert (error.code, error.retryable) == ("bad_response", True)


def test_a_stream_that_breaks_off_before_anything_was_counted_is_booked_by_an_estimate(
    server: OpenAIServer,
) -> None:
    error = failure(server, replies.RESET_IN_STREAM)

    assert error.code == "stream_error"
    assert error.usage.input_tokens > 50
    assert error.usage.output_tokens > 50
    assert error.usage.cost_micro_usd > 0
