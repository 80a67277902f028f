"""How Google alone fails: by what an error says in its body, in a stream that began well; else contracts."""

from collections.abc import Iterator

import pytest

from tests.support import gemini_replies as replies
from tests.support.gemini_calls import failure
from tests.support.gemini_server import GeminiServer
from tests.support.service_replies import Reply


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with GeminiServer() as running:
        yield running


def test_a_key_that_is_no_good_is_refused_access_although_the_status_is_400(server: GeminiServer) -> None:
    error = failure(server, replies.bad_key())

    assert (error.code, error.status, error.retryable) == ("unauthorised", 400, False)


def test_an_account_that_may_not_call_is_refused_access(server: GeminiServer) -> None:
    """For its country, or because nobody pays for it."""
    error = failure(server, replies.status(400, name="FAILED_PRECONDITION"))

    assert (error.code, error.retryable) == ("forbidden", False)


@pytest.mark.parametrize(
    ("asked", "seconds"), [("34.074824224", 34.074824224), ("0", 0), ("soon", None), ("-3", None)]
)
def test_the_wait_it_asks_for_stands_in_the_body(
    server: GeminiServer, asked: str, seconds: float | None
) -> None:
    assert failure(server, replies.busy(asked)).retry_after == seconds


@pytest.mark.parametrize("body", ["[]", "[1, 2]", '"text"', "null", '{"error": "text"}', '{"error": {}}', ""])
def test_an_error_that_says_nothing_legible_goes_by_its_status(server: GeminiServer, body: str) -> None:
    error = failure(server, Reply(status=503, body=body))

    assert (error.code, error.status, error.retry_after) == ("provider_error", 503, None)


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (429, "provider_busy", True),
        (503, "provider_error", True),
        (400, "bad_request", False),
        (403, "forbidden", False),
    ],
)
def test_an_error_in_the_stream_goes_by_its_code(
    server: GeminiServer, status: int, code: str, retryable: bool
) -> None:
    error = failure(server, replies.error_event(status))

    assert (error.code, error.status, error.retryable) == (code, status, retryable)
    assert error.request_id == "gemini_planted"
    assert error.usage.output_tokens > 50


def test_an_error_in_the_stream_without_a_code_is_worth_another_try(server: GeminiServer) -> None:
    error = failure(server, Reply(fault="error_event", event={"error": {"message": "planted"}}))

    assert (error.code, error.retryable) == ("bad_response", True)


@pytest.mark.parametrize("data", ['{"candidates": [{"content"', '{"candidates": 3}', '{"candidates": [7]}'])
def test_an_event_that_cannot_be_read_is_a_bad_response(server: GeminiServer, data: str) -> None:
    error = failure(server, Reply(fault="bad_json", body=data))

    assert (error.code, error.retryable) == ("bad_response", True)


def test_a_connection_reset_in_mid_stream_is_a_stream_error_with_its_usage(server: GeminiServer) -> None:
    error = failure(server, replies.RESET_IN_STREAM)

    assert (error.code, error.retryable, error.request_id) == ("stream_error", True, "gemini_planted")
    assert error.usage.input_tokens > 50
    assert error.usage.output_tokens > 50
    assert error.usage.cost_micro_usd > 0
