"""The services that providers call, as tests run them: a server for each wire format, named here alone."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol, cast

from django.conf import settings

from generation.providers import PROVIDERS
from generation.providers.base import Illustrator, Provider
from tests.support import anthropic_replies, gemini_replies, openai_replies
from tests.support.anthropic_server import AnthropicServer
from tests.support.gemini_server import GeminiServer
from tests.support.openai_server import OpenAIServer


class RunningService(Protocol):
    """What the contracts use of a server: replies are values of its own module of them."""

    default: Any

    @property
    def url(self) -> str: ...

    @property
    def requests(self) -> Sequence[Any]: ...

    def script(self, *replies: Any) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Service:
    """A server that speaks a wire format, the module of its replies, and what that format has.

    Of the replies the contracts use `status`, `busy` and `saying`, and by name what becomes of an answer:
    OVERLOADED, HTML_502, HTML_200, BAD_JSON, RESET_BEFORE, RESET_IN_STREAM, STALL, STALL_IN_STREAM,
    EARLY_END, MAX_TOKENS, REFUSAL. Where the service `tells_limits` also `limited`; where it can fail in a
    stream that began well, `fails_in_stream`, also OVERLOADED_IN_STREAM; where its provider draws, also
    DECLINED and NO_PICTURE. `needs_key` says whether a server that speaks the format wants a key,
    `names_failures` whether the service gives an id to a call it refuses.
    """

    server: Callable[[], AbstractContextManager[RunningService]]
    replies: ModuleType
    tells_limits: bool = True
    fails_in_stream: bool = True
    needs_key: bool = True
    names_failures: bool = True


ANTHROPIC = Service(server=AnthropicServer, replies=anthropic_replies)

SERVICES: Mapping[str, Service] = {
    "anthropic": ANTHROPIC,
    "gemini": Service(server=GeminiServer, replies=gemini_replies, tells_limits=False, names_failures=False),
    "openai": Service(server=OpenAIServer, replies=openai_replies, needs_key=False),
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


def make_illustrator(name: str, **endpoint: Any) -> Illustrator:
    """Return one that draws, made as `make` does."""
    return cast(Illustrator, make(name, **endpoint))
