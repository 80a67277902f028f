"""Every way a call to Anthropic fails, over the wire: its code, and whether another try can help."""

import socket

import pytest

from generation.errors import ProviderError
from tests.support import anthropic_replies as replies
from tests.support.anthropic_calls import failure, write
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad_request"),
        (401, "unauthorised"),
        (402, "spend_limit"),
        (403, "forbidden"),
        (404, "not_found"),
        (413, "too_large"),
        (422, "bad_request"),
    ],
)
def test_a_refused_request_is_permanent_and_says_whom_to_ask(
    server: AnthropicServer, status: int, code: str
) -> None:
    error = failure(server, replies.status(status))

    assert (error.code, error.status, error.retryable) == (code, status, False)
    assert f"({status})" in error.message
    assert error.message.endswith("Retrying will not help; ask an administrator.")
    assert error.request_id == "req_0"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (408, "timeout"),
        (409, "provider_error"),
        (429, "provider_busy"),
        (500, "provider_error"),
        (503, "provider_error"),
        (504, "provider_error"),
        (529, "provider_busy"),
    ],
)
def test_a_service_in_trouble_is_worth_another_try(server: AnthropicServer, status: int, code: str) -> None:
    error = failure(server, replies.status(status))

    assert (error.code, error.status, error.retryable) == (code, status, True)
    assert f"({status})" in error.message


def test_a_busy_service_is_called_busy(server: AnthropicServer) -> None:
    assert failure(server, replies.status(429)).message == "The AI service is busy (429)."


def test_a_bad_gateway_that_answers_in_html_is_a_provider_error(server: AnthropicServer) -> None:
    error = failure(server, replies.HTML_502)

    assert (error.code, error.status, error.retryable) == ("provider_error", 502, True)
    assert "<html>" not in error.message


def test_a_page_instead_of_a_stream_is_a_bad_response(server: AnthropicServer) -> None:
    error = failure(server, Reply(fault="html"))

    assert (error.code, error.retryable) == ("bad_response", True)


def test_a_spending_limit_is_permanent_although_its_status_is_429(server: AnthropicServer) -> None:
    error = failure(server, replies.SPEND_LIMIT)

    assert (error.code, error.status, error.retryable) == ("spend_limit", 429, False)


def test_the_wait_that_a_busy_service_asks_for_is_kept(server: AnthropicServer) -> None:
    assert failure(server, replies.busy("17")).retry_after == 17


def test_a_busy_service_is_not_asked_again_by_the_sdk(server: AnthropicServer) -> None:
    failure(server, replies.OVERLOADED)

    assert len(server.requests) == 1


def test_a_refused_connection_is_a_network_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    with pytest.raises(ProviderError) as raised:
        write(f"http://127.0.0.1:{port}")

    assert (raised.value.code, raised.value.retryable) == ("network", True)
    assert raised.value.message == "Could not reach the AI service."


def test_a_connection_reset_before_the_answer_is_a_network_error(server: AnthropicServer) -> None:
    error = failure(server, replies.RESET_BEFORE)

    assert (error.code, error.retryable) == ("network", True)


def test_a_connection_reset_in_mid_stream_is_a_stream_error_with_its_usage(server: AnthropicServer) -> None:
    error = failure(server, replies.RESET_IN_STREAM)

    assert (error.code, error.retryable, error.request_id) == ("stream_error", True, "req_0")
    assert error.usage.input_tokens > 50
    assert error.usage.output_tokens > 50
    assert error.usage.cost_micro_usd > 0


@pytest.mark.parametrize("reply", [replies.STALL, replies.STALL_IN_STREAM], ids=["at once", "in the stream"])
def test_silence_is_a_time_out(server: AnthropicServer, reply: Reply) -> None:
    error = failure(server, reply, silence_seconds=0.3)

    assert (error.code, error.retryable) == ("timeout", True)


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
