"""Calls to the Gemini provider as tests make them, outside any engine."""

import asyncio
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.base import Answer, Block, Call
from generation.providers.endpoint import Endpoint
from generation.providers.gemini import GeminiProvider
from tests.support.anthropic_calls import REQUEST
from tests.support.gemini_server import GeminiServer
from tests.support.service_replies import Reply

KEY = "gemini-test-secret"


def a_call(**changed: Any) -> Call:
    blocks = (Block(text="<brief>{}</brief>", cache=True), Block(text=REQUEST))
    asked = {"system": "You write.", "blocks": blocks, "model": "gemini-3.8-flash", "max_output_tokens": 4000}
    return Call(**{**asked, **changed})


def provider_at(url: str, *, key: str = KEY, **options: Any) -> GeminiProvider:
    return GeminiProvider(Endpoint(address=url, key=key, **options))


def write(url: str, call: Call | None = None, **options: Any) -> Answer:
    return asyncio.run(provider_at(url, **options).write(call or a_call(), lambda text: None))


def failure(server: GeminiServer, reply: Reply, **options: Any) -> ProviderError:
    """Return the error that this reply ends in, having been asked for once."""
    server.script(reply)
    with pytest.raises(ProviderError) as raised:
        write(server.url, **options)
    assert len(server.requests) == 1
    return raised.value
