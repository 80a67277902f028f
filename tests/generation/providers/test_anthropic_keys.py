"""Keys and addresses: what cannot be used is said, and a key never leaves."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.anthropic import make_provider
from tests.support import anthropic_replies as replies
from tests.support.anthropic_calls import KEY, a_call, failure, write
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer


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
