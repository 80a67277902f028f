"""The Anthropic provider through the real SDK, against a server that speaks Anthropic's wire format."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.anthropic import AnthropicProvider, make_provider
from generation.providers.base import Answer, Block, Call, StopReason
from tests.support import anthropic_replies as replies
from tests.support.anthropic_answers import SEPARATOR
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer

KEY = "sk-ant-test-secret"
REQUEST = """<request>
{"language": "en", "sections": [
  {"key": "cover", "kind": "prose", "title": "Cover", "min_words": 20, "max_words": 180},
  {"key": "chapter_1", "kind": "prose", "title": "Chapter 1", "min_words": 100, "max_words": 300}]}
</request>"""


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


def a_call(**changed: Any) -> Call:
    blocks = (Block(text="<brief>{}</brief>", cache=True), Block(text=REQUEST))
    return Call(
        **{
            "system": "You write.",
            "blocks": blocks,
            "model": "claude-sonnet-5-5",
            "max_output_tokens": 4000,
            **changed,
        }
    )


def write(url: str, call: Call | None = None, *, key: str = KEY, silence_seconds: float = 120) -> Answer:
    provider = AnthropicProvider(api_key=key, base_url=url, silence_seconds=silence_seconds)
    return asyncio.run(provider.write(call or a_call(), lambda text: None))


def failure(server: AnthropicServer, reply: Reply, **options: Any) -> ProviderError:
    """Return the error that this reply ends in, having been asked for once."""
    server.script(reply)
    with pytest.raises(ProviderError) as raised:
        write(server.url, **options)
    assert len(server.requests) == 1
    return raised.value


# --- a good call ---


def test_an_answer_is_whole_and_says_what_it_cost(server: AnthropicServer) -> None:
    answer = write(server.url)

    assert answer.stop_reason is StopReason.END
    assert answer.text.startswith("### cover\n")
    assert f"\n{SEPARATOR}\n### chapter_1\n" in answer.text
    assert answer.model == "claude-sonnet-5-5"
    assert answer.request_id == "req_0"
    assert answer.usage.input_tokens > 50
    assert answer.usage.output_tokens == len(answer.text) // 4
    assert answer.usage.cost_micro_usd > 10 * answer.usage.output_tokens


def test_text_is_passed_on_as_it_arrives(server: AnthropicServer) -> None:
    provider = AnthropicProvider(api_key=KEY, base_url=server.url)
    seen: list[str] = []

    answer = asyncio.run(provider.write(a_call(), seen.append))

    assert len(seen) > 1
    assert "".join(seen) == answer.text


def test_the_request_says_what_the_call_says(server: AnthropicServer) -> None:
    write(server.url, a_call(max_output_tokens=777))

    received = server.requests[0]
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.body["model"] == "claude-sonnet-5-5"
    assert received.body["max_tokens"] == 777
    assert received.body["stream"] is True
    assert received.system == "You write."
    assert received.blocks == ["<brief>{}</brief>", REQUEST]


def test_the_system_prompt_and_marked_blocks_end_a_cached_beginning(server: AnthropicServer) -> None:
    write(server.url)

    body = server.requests[0].body
    marked = [block.get("cache_control") for block in [*body["system"], *body["messages"][0]["content"]]]
    assert marked == [{"type": "ephemeral"}, {"type": "ephemeral"}, None]


def test_tokens_from_the_cache_count_as_input_and_cost_less(server: AnthropicServer) -> None:
    call = a_call(blocks=(Block(text="brief " * 2000, cache=True), Block(text=REQUEST)))

    first, second = write(server.url, call), write(server.url, call)

    assert first.usage.cached_input_tokens == 0
    assert second.usage.cached_input_tokens > 2900
    assert second.usage.input_tokens == first.usage.input_tokens
    assert second.usage.cost_micro_usd < first.usage.cost_micro_usd


def test_a_block_without_text_is_left_out(server: AnthropicServer) -> None:
    write(server.url, a_call(system="", blocks=(Block(text=" \n"), Block(text=REQUEST))))

    assert server.requests[0].body["system"] == []
    assert server.requests[0].blocks == [REQUEST]


def test_one_client_serves_all_calls_of_a_loop_over_kept_connections(server: AnthropicServer) -> None:
    provider = AnthropicProvider(api_key=KEY, base_url=server.url)

    async def two_calls() -> None:
        await provider.write(a_call(), lambda text: None)
        client = provider._client
        await provider.write(a_call(), lambda text: None)
        assert provider._client is client

    asyncio.run(two_calls())

    assert server.connections == 1


def test_a_new_loop_gets_a_client_of_its_own(server: AnthropicServer) -> None:
    provider = AnthropicProvider(api_key=KEY, base_url=server.url)

    texts = [asyncio.run(provider.write(a_call(), lambda text: None)).text for _ in range(2)]

    assert texts[0] == texts[1]


# --- answers that are not whole ---


@pytest.mark.parametrize(
    "reason", ["max_tokens", "model_context_window_exceeded", "pause_turn", "from_the_future"]
)
def test_an_answer_that_did_not_come_to_its_end_is_truncated(server: AnthropicServer, reason: str) -> None:
    server.script(Reply(stop_reason=reason))

    assert write(server.url).stop_reason is StopReason.TRUNCATED


def test_a_stream_that_just_ends_is_truncated_and_its_output_estimated(server: AnthropicServer) -> None:
    server.script(replies.EARLY_END)

    answer = write(server.url)

    assert answer.stop_reason is StopReason.TRUNCATED
    assert answer.usage.output_tokens == len(answer.text) // 3


def test_a_refusal_is_an_answer(server: AnthropicServer) -> None:
    server.script(replies.REFUSAL)

    assert write(server.url).stop_reason is StopReason.REFUSED


# --- failures by status ---


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


# --- failures of the connection ---


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


# --- failures inside the stream ---


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


# --- keys ---


@pytest.mark.parametrize("key", ["", " \n"])
def test_without_a_key_nothing_is_sent(server: AnthropicServer, key: str) -> None:
    with pytest.raises(ProviderError) as raised:
        write(server.url, key=key)

    assert (raised.value.code, raised.value.retryable) == ("unauthorised", False)
    assert server.requests == []


@pytest.mark.parametrize("key", ["sk-ant-\nsecret", "sk-ant-“secret”"])
def test_a_key_that_cannot_be_sent_is_permanent_and_stays_secret(
    server: AnthropicServer, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderError) as raised:
        write(server.url, key=key)

    assert (raised.value.code, raised.value.retryable) == ("bad_request", False)
    assert "secret" not in f"{raised.value.message} {raised.value.detail} {caplog.text}"
    assert server.requests == []


def test_a_key_that_the_service_repeats_stays_secret(server: AnthropicServer) -> None:
    error = failure(server, Reply(status=401, body=f'{{"error": {{"message": "bad key {KEY}"}}}}'))

    assert "bad key [key]" in error.detail
    assert KEY not in f"{error.message} {error.detail}"


def test_an_error_is_raised_without_the_exceptions_that_hold_the_key(server: AnthropicServer) -> None:
    error = failure(server, replies.RESET_BEFORE)

    assert error.__cause__ is None
    assert error.__suppress_context__


def test_an_address_that_is_none_is_permanent() -> None:
    with pytest.raises(ProviderError) as raised:
        write("localhost:1")

    assert (raised.value.code, raised.value.retryable) == ("bad_request", False)


def test_the_key_and_the_address_come_from_the_environment(settings: Any, server: AnthropicServer) -> None:
    settings.ENV = replace(settings.ENV, anthropic_api_key=f"{KEY}\n", anthropic_base_url=server.url)

    asyncio.run(make_provider().write(a_call(), lambda text: None))

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
