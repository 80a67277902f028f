"""How Anthropic alone fails: at a spending limit, in a stream that began well; else see tests/contracts."""

import pytest

from tests.support import anthropic_replies as replies
from tests.support.anthropic_calls import failure
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer


def test_a_busy_service_is_called_busy(server: AnthropicServer) -> None:
    assert failure(server, replies.status(429)).message == "The AI service is busy (429)."


def test_a_spending_limit_is_permanent_although_its_status_is_429(server: AnthropicServer) -> None:
    error = failure(server, replies.SPEND_LIMIT)

    assert (error.code, error.status, error.retryable) == ("spend_limit", 429, False)
    assert error.request_id == "req_0"


def test_a_connection_reset_in_mid_stream_is_a_stream_error_with_its_usage(server: AnthropicServer) -> None:
    error = failure(server, replies.RESET_IN_STREAM)

    assert (error.code, error.retryable, error.request_id) == ("stream_error", True, "req_0")
    assert error.usage.input_tokens > 50
    assert error.usage.output_tokens > 50
    assert error.usage.cost_micro_usd > 0


@pytest.mark.parametrize(
    ("kind", "code", "status", "retryable"),
    [
        ("overloaded_error", "provider_busy", 529, True),
        ("rate_limit_error", "provider_busy", 429, True),
        ("api_error", "provider_error", 500, True),
        ("invalid_request_error", "bad_request", 400, False),
        ("authentication_error", "unauthorised", 401, False),
        ("an_error_from_the_future", "stream_error", None, True),
    ],
)
def test_an_error_in_the_stream_goes_by_its_type(
    server: AnthropicServer, kind: str, code: str, status: int | None, *, retryable: bool
) -> None:
    error = failure(server, replies.error_event(kind))

    assert (error.code, error.status, error.retryable) == (code, status, retryable)
    assert error.usage.output_tokens > 50


@pytest.mark.parametrize("data", ['{"type": "content_block_delta", "index"', "[1]", '"text"', "null"])
def test_an_event_that_cannot_be_read_is_a_bad_response(server: AnthropicServer, data: str) -> None:
    error = failure(server, Reply(fault="bad_json", body=data))

    assert (error.code, error.retryable) == ("bad_response", True)


@pytest.mark.parametrize("kind", ["content_block_delta", "message_delta", "message_start"])
def test_an_event_that_lacks_its_content_is_a_bad_response(server: AnthropicServer, kind: str) -> None:
    error = failure(server, Reply(fault="bad_json", body=f'{{"type": "{kind}"}}'))

    assert error.code == "bad_response"
