"""Calls to the Anthropic provider as tests make them, outside any engine."""

import asyncio
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.anthropic import AnthropicProvider
from generation.providers.base import Answer, Block, Call
from generation.providers.endpoint import Endpoint
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer

KEY = "sk-ant-test-secret"
REQUEST = """<request>
{"language": "en", "sections": [
  {"key": "cover", "kind": "prose", "title": "Cover", "min_words": 20, "max_words": 180},
  {"key": "chapter_1", "kind": "prose", "title": "Chapter 1", "min_words": 100, "max_words": 300}]}
</request>"""


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


def provider_at(url: str, *, key: str = KEY, **options: float) -> AnthropicProvider:
    return AnthropicProvider(Endpoint(address=url, key=key, **options))


def write(url: str, call: Call | None = None, *, key: str = KEY, **options: float) -> Answer:
    return asyncio.run(provider_at(url, key=key, **options).write(call or a_call(), lambda text: None))


def failure(server: AnthropicServer, reply: Reply, **options: Any) -> ProviderError:
    """Return the error that this reply ends in, having been asked for once."""
    server.script(reply)
    with pytest.raises(ProviderError) as raised:
        write(server.url, **options)
    assert len(server.requests) == 1
    return raised.value
