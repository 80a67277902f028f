"""The OpenAI provider through the real SDK, against a server that speaks OpenAI's wire format."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generation.calls import RateLimit, RateLimits
from generation.providers import PROVIDERS
from generation.providers.base import Block, StopReason
from generation.providers.loop import ProviderCall
from generation.providers.openai import OpenAIProvider
from tests.support import openai_replies as replies
from tests.support.anthropic_answers import SEPARATOR
from tests.support.anthropic_calls import REQUEST
from tests.support.openai_calls import KEY, a_call, provider_at, write
from tests.support.openai_server import OpenAIServer
from tests.support.service_replies import Reply
from tests.support.services import make
from tests.support.threads import in_thread


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def test_an_answer_is_whole_and_says_what_it_cost(server: OpenAIServer) -> None:
    answer = write(server.url)

    assert answer.stop_reason is StopReason.END
    assert answer.text.startswith("### cover\n")
    assert f"\n{SEPARATOR}\n### chapter_1\n" in answer.text
    assert (answer.model, answer.request_id) == ("gpt-6.2-sol", "req_0")
    assert answer.usage.input_tokens > 50
    assert answer.usage.output_tokens == len(answer.text) // 4
    assert answer.usage.cost_micro_usd == 2 * answer.usage.input_tokens + 10 * answer.usage.output_tokens


def test_the_request_says_what_the_call_says(server: OpenAIServer) -> None:
    write(f"{server.url}/v1", a_call(max_output_tokens=777))

    received = server.requests[0]
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.body == {
        "model": "gpt-6.2-sol",
        "messages": [
            {"role": "system", "content": "You write."},
            {"role": "user", "content": f"<brief>{{}}</brief>\n\n{REQUEST}"},
        ],
        "max_completion_tokens": 777,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_a_model_of_somebody_elses_server_gets_the_limit_that_all_servers_know(server: OpenAIServer) -> None:
    write(server.url, a_call(model="qwen3:14b", max_output_tokens=777))

    body = server.requests[0].body
    assert (body["max_tokens"], "max_completion_tokens" in body) == (777, False)


def test_openai_itself_gets_the_limit_that_its_newest_models_know_too() -> None:
    spec = PROVIDERS["openai"]

    assert provider_at(spec.base_url)._is_openais("gpt-of-tomorrow")
    assert not provider_at("http://localhost:11434/v1")._is_openais("gpt-of-tomorrow")


def test_without_instructions_none_are_sent(server: OpenAIServer) -> None:
    write(server.url, a_call(system=" \n", blocks=(Block(text=REQUEST),)))

    assert server.requests[0].body["messages"] == [{"role": "user", "content": REQUEST}]


def test_tokens_from_the_cache_count_as_input_and_cost_less(server: OpenAIServer) -> None:
    first, second = write(server.url), write(server.url)

    assert (first.usage.cached_input_tokens, second.usage.cached_input_tokens > 20) == (0, True)
    assert second.usage.input_tokens == first.usage.input_tokens
    assert second.usage.cost_micro_usd < first.usage.cost_micro_usd


def test_what_it_says_of_its_limits_is_heard_before_the_text(server: OpenAIServer) -> None:
    server.script(Reply(headers=replies.limits(500, 499)))
    heard: list[RateLimits | str] = []

    asyncio.run(provider_at(server.url).write(a_call(), heard.append, heard.append))

    assert heard[0] == {"requests": RateLimit(per_minute=500, left=499)}
    assert all(isinstance(piece, str) for piece in heard[1:])


@pytest.mark.parametrize("reason", ["length", "tool_calls", "from_the_future"])
def test_an_answer_that_did_not_come_to_its_end_is_truncated(server: OpenAIServer, reason: str) -> None:
    server.script(Reply(stop_reason=reason))

    assert write(server.url).stop_reason is StopReason.TRUNCATED


def test_a_refusal_in_words_is_one_although_the_answer_stopped_well(server: OpenAIServer) -> None:
    server.script(replies.refusal_in_words())

    assert write(server.url).stop_reason is StopReason.REFUSED


def test_a_server_that_counts_nothing_is_booked_by_an_estimate(server: OpenAIServer) -> None:
    """Some take no notice of `include_usage`."""
    server.script(replies.end_without_counts())
    call = a_call()

    answer = write(server.url, call)

    assert answer.stop_reason is StopReason.END
    assert answer.usage.output_tokens == len(answer.text) // 3
    assert answer.usage.input_tokens == len(call.system + call.text) // 3


def test_a_call_that_is_cancelled_hangs_up_and_says_what_it_has_used(server: OpenAIServer) -> None:
    server.script(replies.STALL_IN_STREAM)
    provider, call = provider_at(server.url), ProviderCall()
    thread, raised = in_thread(
        lambda: call.run(lambda: provider.write(a_call(), lambda text: call.stop()), timeout_seconds=60)
    )

    thread.join(60)

    assert server.requests[0].wait_until_ended()
    assert server.requests[0].closed_early_at is not None
    (stopped,) = raised
    assert stopped.request_id == "req_0"
    assert stopped.usage.input_tokens > 50
    assert stopped.usage.output_tokens > 50


def test_a_server_of_ones_own_needs_no_key(settings: Any, server: OpenAIServer) -> None:
    settings.ENV = replace(settings.ENV, openai_api_key="", openai_base_url=server.url)

    asyncio.run(make("openai").write(a_call(), lambda text: None))

    assert server.requests[0].headers["authorization"] == "Bearer none"


def test_a_client_is_made_ready_where_it_can_call(settings: Any) -> None:
    async def made_by(key: str, address: str) -> bool:
        settings.ENV = replace(settings.ENV, openai_api_key=key, openai_base_url=address)
        provider = make("openai")
        await provider.warm()
        assert isinstance(provider, OpenAIProvider)
        return provider._client._made is not None

    ready = [
        asyncio.run(made_by(*given))
        for given in (("sk-test", ""), ("", "http://localhost:11434/v1"), ("", ""))
    ]

    assert ready == [True, True, False]
