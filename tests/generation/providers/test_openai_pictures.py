"""OpenAI's pictures through the real SDK: what is sent, what it costs, what other servers get and give."""

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generation.calls import RateLimit, RateLimits, Usage
from generation.errors import ProviderError
from generation.providers.base import Picture, PictureCall
from tests.support import openai_replies as replies
from tests.support.openai_calls import KEY, provider_at
from tests.support.openai_server import OpenAIServer
from tests.support.service_replies import Reply

SCENE = "A quiet desk by a window, in the morning."
CALL = PictureCall(prompt=SCENE, size=(1536, 1024), model="gpt-image-2.6-flare")
ELSEWHERE = replace(CALL, model="flux-2")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def draw(server: OpenAIServer, call: PictureCall = CALL) -> Picture:
    return asyncio.run(provider_at(f"{server.url}/v1").draw(call))


def failure(server: OpenAIServer, reply: Reply) -> ProviderError:
    server.script(reply)
    with pytest.raises(ProviderError) as raised:
        draw(server)
    return raised.value


def test_openai_is_asked_for_one_jpeg_of_that_size_at_a_price_that_can_be_told(server: OpenAIServer) -> None:
    draw(server)

    (received,) = server.requests
    assert received.path == "/v1/images/generations"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.body == {
        "model": "gpt-image-2.6-flare",
        "prompt": SCENE,
        "size": "1536x1024",
        "n": 1,
        "quality": "medium",
        "output_format": "jpeg",
    }


def test_a_server_of_others_is_asked_in_words_that_all_of_them_know(server: OpenAIServer) -> None:
    draw(server, ELSEWHERE)

    asked = server.requests[0].body
    assert asked == {
        "model": "flux-2",
        "prompt": SCENE,
        "size": "1536x1024",
        "n": 1,
        "response_format": "b64_json",
    }


def test_a_picture_costs_its_tokens_most_of_them_drawn(server: OpenAIServer) -> None:
    picture = draw(server)

    assert picture.usage == Usage(input_tokens=10, output_tokens=1572, cost_micro_usd=10 * 5 + 1572 * 30)
    assert (picture.request_id, picture.data[:3]) == ("req_0", b"\xff\xd8\xff")


def test_a_server_that_does_not_count_is_booked_by_an_estimate_and_at_no_price(server: OpenAIServer) -> None:
    drawn = base64.b64encode(b"a picture").decode()
    server.script(replies.drawn({"data": [{"b64_json": drawn}]}))

    picture = draw(server, ELSEWHERE)

    assert picture.data == b"a picture"
    assert picture.usage == Usage(input_tokens=13, output_tokens=1572, cost_micro_usd=0)


@pytest.mark.parametrize(
    "body",
    [
        {"data": None},
        {"data": [{"url": "https://pictures.example/1.png"}]},
        {"data": [{"b64_json": "no base64!"}]},
        {"data": "surprise"},
        {"data": [{"b64_json": "YQ=="}], "usage": {"input_tokens": None, "output_tokens": None}},
        {"error": "surprise"},
    ],
    ids=["nothing", "an address", "no base64", "no list", "no counts", "something else"],
)
def test_an_answer_without_a_picture_that_can_be_read_is_a_bad_response(
    server: OpenAIServer, body: dict[str, Any]
) -> None:
    error = failure(server, replies.drawn(body))

    assert (error.code, error.retryable, error.request_id) == ("bad_response", True, "req_0")


@pytest.mark.parametrize("code", ["moderation_blocked", "content_policy_violation", "content_filter"])
def test_whatever_the_rules_forbid_is_refused_and_says_what_the_service_said(
    server: OpenAIServer, code: str
) -> None:
    error = failure(server, replies.status(400, code=code))

    assert (error.code, error.status, error.retryable) == ("refused", 400, False)
    assert "planted" in error.detail


def test_an_account_at_its_limit_is_no_fault_of_the_picture(server: OpenAIServer) -> None:
    error = failure(server, replies.status(400, code="billing_hard_limit_reached"))

    assert (error.code, error.retryable) == ("spend_limit", False)


def test_what_it_says_of_its_limits_is_heard(server: OpenAIServer) -> None:
    server.script(Reply(headers=replies.limits(20, 19)))
    heard: list[RateLimits] = []

    asyncio.run(provider_at(server.url).draw(CALL, heard.append))

    assert heard == [{"requests": RateLimit(per_minute=20, left=19)}]


def test_a_model_that_is_not_there_is_not_reached(server: OpenAIServer) -> None:
    server.script(replies.status(404, code="model_not_found"))

    with pytest.raises(ProviderError) as raised:
        asyncio.run(provider_at(f"{server.url}/v1").reach("gpt-image-next"))

    assert raised.value.code == "not_found"
    assert [request.path for request in server.requests] == ["/v1/models/gpt-image-next"]
