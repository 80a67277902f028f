"""The Anthropic provider through the real SDK, against a server that speaks Anthropic's wire format."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from generation.providers.base import Block, StopReason
from tests.support import anthropic_replies as replies
from tests.support.anthropic_answers import SEPARATOR
from tests.support.anthropic_calls import KEY, REQUEST, a_call, provider_at, write
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer
from tests.support.services import make


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
    provider = provider_at(server.url)
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
    provider = provider_at(server.url)

    async def two_calls() -> None:
        await provider.write(a_call(), lambda text: None)
        client = provider._client.get()
        await provider.write(a_call(), lambda text: None)
        assert provider._client.get() is client

    asyncio.run(two_calls())

    assert server.connections == 1


def test_a_new_loop_gets_a_client_of_its_own(server: AnthropicServer) -> None:
    provider = provider_at(server.url)

    texts = [asyncio.run(provider.write(a_call(), lambda text: None)).text for _ in range(2)]

    assert texts[0] == texts[1]


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


def test_the_key_and_the_address_come_from_the_environment(settings: Any, server: AnthropicServer) -> None:
    settings.ENV = replace(settings.ENV, anthropic_api_key=f"{KEY}\n", anthropic_base_url=server.url)

    asyncio.run(make("anthropic").write(a_call(), lambda text: None))

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
