"""The services that providers call, as tests run them: a server for each wire format, named here alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings

from generation.providers import PROVIDERS
from generation.providers.base import Provider
from tests.support import anthropic_replies
from tests.support.anthropic_server import AnthropicServer


@dataclass(frozen=True, kw_only=True)
class Service:
    """A server that speaks a wire format, and the module of its replies.

    Of the server the contracts use `url`, `default`, `script` and `requests`; of the replies `status`,
    `busy`, `limited` and `saying`, and by name what becomes of an answer: OVERLOADED, HTML_502, HTML_200,
    BAD_JSON, RESET_BEFORE, RESET_IN_STREAM, STALL, STALL_IN_STREAM, EARLY_END, MAX_TOKENS, REFUSAL.
    """

    server: type[AnthropicServer]
    replies: ModuleType


ANTHROPIC = Service(server=AnthropicServer, replies=anthropic_replies)

SERVICES: Mapping[str, Service] = {
    "anthropic": ANTHROPIC,
    "acme": ANTHROPIC,  # that of docs/how-to/add-a-provider.md, which speaks the same
}
"""By the names of the providers that ask a service."""


def make(name: str, **endpoint: Any) -> Provider:
    """Return a provider of the test's own, its endpoint as the environment and these fields have it.

    `get_provider` keeps what it made for the life of the process.
    """
    spec = PROVIDERS[name]
    at = replace(spec.endpoint_in(settings.ENV), **endpoint)
    provider: Provider = import_module(spec.module).make_provider(at)
    return provider
