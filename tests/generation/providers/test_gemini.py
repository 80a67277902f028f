"""The Gemini provider through the real SDK, against a server that speaks Google's wire format."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from generation.providers import PROVIDERS
from generation.providers.base import Block, StopReason
from generation.providers.loop import ProviderCall
from generation.providers.prices import price_of
from tests.support import gemini_replies as replies
from tests.support.anthropic_answers import SEPARATOR
from tests.support.anthropic_calls import REQUEST
from tests.support.gemini_calls import KEY, a_call, provider_at, write
from tests.support.gemini_server import GeminiServer
from tests.support.gemini_wire import THOUGHTS
from tests.support.service_replies import Reply
from tests.support.threads import in_thread

ADDRESS = "/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse"


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with GeminiServer() as running:
        yield running


def test_an_answer_is_whole_without_what_was_thought_and_says_what_it_cost(server: GeminiServer) -> None:
    answer = write(server.url)

    assert answer.stop_reason is StopReason.END
    assert answer.text.startswith("### cover\n")
    assert f"\n{SEPARATOR}\n### chapter_1\n" in answer.text
    assert (answer.model, answer.request_id) == ("gemini-3.8-flash", "gemini_planted")
    assert answer.usage.input_tokens > 50
    assert answer.usage.output_tokens == len(answer.text) // 4 + THOUGHTS
    cost = 1.5 * answer.usage.input_tokens + 7.5 * answer.usage.output_tokens
    assert answer.usage.cost_micro_usd == pytest.approx(cost, abs=0.5)


def test_the_request_says_what_the_call_says(server: GeminiServer) -> None:
    write(server.url, a_call(max_output_tokens=777))

    received = server.requests[0]
    assert received.path == ADDRESS
    assert received.headers["x-goog-api-key"] == KEY
    assert received.system == "You write."
    assert received.blocks == [f"<brief>{{}}</brief>\n\n{REQUEST}"]
    assert received.body["generationConfig"] == {"maxOutputTokens": 777}


def test_the_service_is_not_told_to_hurry(server: GeminiServer) -> None:
    """The SDK would send how long a silence is borne as the time for the whole answer."""
    write(server.url)

    assert "x-server-timeout" not in server.requests[0].headers


def test_what_else_stands_in_the_environment_leads_nowhere_else(
    server: GeminiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("GOOGLE_API_KEY", "another")
    monkeypatch.setenv("GOOGLE_GENAI_API_VERSION", "v9")

    write(server.url)

    assert server.requests[0].headers["x-goog-api-key"] == KEY
    assert server.requests[0].path == ADDRESS


def test_without_instructions_none_are_sent(server: GeminiServer) -> None:
    write(server.url, a_call(system=" \n", blocks=(Block(text=REQUEST),)))

    assert "systemInstruction" not in server.requests[0].body
    assert server.requests[0].blocks == [REQUEST]


def test_tokens_from_the_cache_count_as_input_and_cost_less(server: GeminiServer) -> None:
    first, second = write(server.url), write(server.url)

    assert (first.usage.cached_input_tokens, second.usage.cached_input_tokens > 20) == (0, True)
    assert second.usage.input_tokens == first.usage.input_tokens
    assert second.usage.cost_micro_usd < first.usage.cost_micro_usd


def test_one_client_serves_all_calls_of_a_loop_over_kept_connections(server: GeminiServer) -> None:
    provider = provider_at(server.url)

    async def two_calls() -> None:
        for _ in range(2):
            await provider.write(a_call(), lambda text: None)

    asyncio.run(two_calls())

    assert server.connections == 1


@pytest.mark.parametrize("reason", ["MAX_TOKENS", "OTHER", "FROM_THE_FUTURE"])
def test_an_answer_that_did_not_come_to_its_end_is_truncated(server: GeminiServer, reason: str) -> None:
    server.script(Reply(stop_reason=reason))

    assert write(server.url).stop_reason is StopReason.TRUNCATED


def test_the_rest_of_an_answer_is_not_asked_for_by_the_sdk(server: GeminiServer) -> None:
    server.script(replies.to_be_continued())

    assert write(server.url).stop_reason is StopReason.TRUNCATED
    assert len(server.requests) == 1


@pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-2.5-flash-001", "gemini-2.5-flash-20260801"])
def test_a_release_of_a_model_has_its_price(model: str) -> None:
    assert price_of("gemini", model) is PROVIDERS["gemini"].prices["gemini-2.5-flash"]


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"])
def test_what_the_service_will_not_write_is_refused(server: GeminiServer, reason: str) -> None:
    server.script(Reply(stop_reason=reason))

    assert write(server.url).stop_reason is StopReason.REFUSED


def test_a_prompt_that_is_blocked_is_refused_and_paid_for(server: GeminiServer) -> None:
    server.script(replies.blocked_prompt())

    answer = write(server.url)

    assert (answer.text, answer.stop_reason) == ("", StopReason.REFUSED)
    assert answer.usage.input_tokens == 90


def test_a_stream_that_just_ends_is_truncated_and_its_output_estimated(server: GeminiServer) -> None:
    server.script(replies.EARLY_END)

    answer = write(server.url)

    assert answer.stop_reason is StopReason.TRUNCATED
    assert answer.usage.output_tokens == len(answer.text) // 3


def test_a_call_that_is_cancelled_hangs_up_and_says_what_it_has_used(server: GeminiServer) -> None:
    server.script(replies.STALL_IN_STREAM)
    provider, call = provider_at(server.url), ProviderCall()
    thread, raised = in_thread(
        lambda: call.run(lambda: provider.write(a_call(), lambda text: call.stop()), timeout_seconds=60)
    )

    thread.join(60)

    assert server.requests[0].wait_until_ended()
    assert server.requests[0].closed_early_at is not None
    (stopped,) = raised
    assert stopped.request_id == "gemini_planted"
    assert stopped.usage.input_tokens > 50
    assert stopped.usage.output_tokens > 50


def test_a_stream_that_is_given_up_hangs_up(server: GeminiServer) -> None:
    server.script(replies.STALL_IN_STREAM)
    provider = provider_at(server.url)

    def stumble(text: str) -> None:
        raise LookupError("nobody reads on")

    async def give_up() -> bool:
        with pytest.raises(LookupError):
            await provider.write(a_call(), stumble)
        return await asyncio.to_thread(server.requests[0].wait_until_ended)

    assert asyncio.run(give_up()), "while the loop goes on: its end closes everything"


def test_a_client_is_made_ready_where_there_is_a_key(server: GeminiServer) -> None:
    async def made_with(**endpoint: Any) -> bool:
        provider = provider_at(server.url, **endpoint)
        await provider.warm()
        return provider._client._made is not None

    assert [asyncio.run(made_with()), asyncio.run(made_with(key=""))] == [True, False]
    assert not server.requests
