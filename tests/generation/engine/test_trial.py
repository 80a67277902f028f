"""A writer tried before it is saved: over the real SDK, and with what goes wrong said in words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from generation import providers
from generation.app_settings import WRITER_MODEL, WRITER_PROVIDER
from generation.engine.trial import try_writer
from settings_app.schema import TrialError, Values
from tests.support import anthropic_replies as replies
from tests.support.anthropic_server import AnthropicServer

ANTHROPIC = Values({WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "claude-next"})


@pytest.fixture
def server(settings) -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test", anthropic_base_url=server.url)
        providers.get_provider.cache_clear()
        yield server
    providers.get_provider.cache_clear()


def test_a_writer_that_answers_is_named(server):
    sentence = try_writer(ANTHROPIC)

    assert sentence.startswith("anthropic (claude-next) answers; it took ")
    assert [request.body["model"] for request in server.requests] == ["claude-next"]


def test_the_demo_writer_answers():
    assert try_writer(Values({WRITER_PROVIDER.key: "demo"})).startswith("demo (demo) answers")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (replies.status(401), "did not answer: The AI service refused the request (401)"),
        (replies.status(404), "did not answer: "),
        (replies.OVERLOADED, "did not answer: "),
        (replies.MAX_TOKENS, "answered, but not in full (truncated)."),
        (replies.REFUSAL, "answered, but not in full (refused)."),
    ],
)
def test_what_goes_wrong_is_said_after_one_call(server, reply, reason):
    server.script(reply)

    with pytest.raises(TrialError) as raised:
        try_writer(ANTHROPIC)

    assert str(raised.value).startswith(f"anthropic (claude-next) {reason}")
    assert len(server.requests) == 1
