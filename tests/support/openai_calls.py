"""Calls to the OpenAI provider as tests make them, outside any engine."""

import asyncio
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.base import Answer, Block, Call
from generation.providers.endpoint import Endpoint
from generation.providers.openai import OpenAIProvider
from tests.support.anthropic_calls import REQUEST
from tests.support.openai_server import OpenAIServer
from tests.support.service_replies import Reply

KEY = "sk-openai-test-secret"


def a_call(**changed: Any) -> Call:
    blocks = (Block(text="<brief>{}</brief>", cache=True), Block(text=REQUEST))
    asked = {"system": "You write.", "blocks": blocks, "model": "gpt-6.2-sol", "max_output_tokens": 4000}
    return Call(**{**asked, **changed})


def provider_at(url: str, *, key: str = KEY, **options: Any) -> OpenAIProvider:
    return OpenAIProvider(Endpoint(address=url, key=key, **options))


def write(url: str, call: Call | None = None, **options: Any) -> Answer:
    return asyncio.run(provider_at(url, **options).write(call or a_call(), lambda text: None))


def failure(server: OpenAIServer, reply: Reply, **options: Any) -> ProviderError:
    """Return the error that this reply ends in, having been asked for once."""
    server.script(reply)
    with pytest.raises(ProviderError) as raised:
        write(server.url, **options)
    assert len(server.requests) == 1
    return raised.value
