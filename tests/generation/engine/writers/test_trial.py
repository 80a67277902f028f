"""A writer tried before it is saved: over the real SDK, and with what goes wrong said in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

import pytest
from django.db import connections
from structlog.testing import capture_logs

from generation import providers
from generation.app_settings import (
    ILLUSTRATOR_MODEL,
    ILLUSTRATOR_PROVIDER,
    STRATEGIST_MODEL,
    STRATEGIST_PROVIDER,
    WRITER_PROVIDER,
)
from generation.engine.writers.choice import Writer
from generation.engine.writers.trial import try_illustrator, try_writer
from settings_app.schema import TRIALS, WARNINGS, TrialError, Values
from tests.support import anthropic_replies as replies
from tests.support import openai_replies

ANTHROPIC, DEMO = Writer("anthropic", "claude-haiku-5-5"), Writer("demo", "demo")
PAINTER = Writer("openai", "gpt-image-2.6-flare")
FROM_HERE = r"It was asked from the web server, not from a worker\."


def test_a_writer_that_answers_is_named(server):
    sentence = try_writer(ANTHROPIC)

    assert re.fullmatch(r"The writer claude-haiku-5-5 of Anthropic answered in \d+\.\d s\.", sentence)
    assert [request.body["model"] for request in server.requests] == ["claude-haiku-5-5"]


def test_a_model_whose_price_nobody_knows_is_said_to_be_free_of_every_budget(server):
    sentence = try_writer(Writer("anthropic", "claude-next"))

    assert sentence.endswith(" s. No price is known for it: its calls count as $0, and no budget holds them.")


def test_the_demo_writer_answers():
    assert try_writer(DEMO).startswith("The demo writer answered in ")


def test_the_settings_page_offers_the_trial():
    said = TRIALS["writer"].run(Values({WRITER_PROVIDER.key: "demo"}))

    assert re.fullmatch(r"The demo writer answered in \d+\.\d s\. " + FROM_HERE, said)


def test_everybody_whom_the_settings_name_is_tried_and_nothing_drawn(server, gallery):
    named = {
        WRITER_PROVIDER: "demo",
        STRATEGIST_PROVIDER: "anthropic",
        STRATEGIST_MODEL: "claude-haiku-5-5",
        ILLUSTRATOR_PROVIDER: "openai",
        ILLUSTRATOR_MODEL: "gpt-image-next",
    }

    said = TRIALS["writer"].run(Values({setting.key: value for setting, value in named.items()}))

    assert re.fullmatch(
        r"The demo writer answered in \d+\.\d s\. "
        r"The strategist claude-haiku-5-5 of Anthropic answered in \d+\.\d s\. "
        r"The illustrator gpt-image-next of OpenAI can be reached: its service answered in \d+\.\d s\. "
        r"No picture was drawn\. "
        r"No price is known for it: its calls count as \$0, and no budget holds them\. "
        r"They were asked from the web server, not from a worker\.",
        said,
    )
    assert [request.path for request in gallery.requests] == ["/models/gpt-image-next"]


def test_an_illustrator_that_cannot_be_reached_is_said_to_be_so(gallery):
    gallery.script(openai_replies.status(401))

    with pytest.raises(TrialError) as raised:
        try_illustrator(PAINTER)

    assert str(raised.value) == (
        "The illustrator gpt-image-2.6-flare of OpenAI did not answer: "
        "The AI service refused the request (401)."
    )


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

    assert str(raised.value).startswith(f"The writer claude-haiku-5-5 of Anthropic {reason}")
    assert "ask an administrator" not in str(raised.value)  # it is one who asks
    assert len(server.requests) == 1


def test_the_question_ends_as_every_prompt_does(server):
    try_writer(ANTHROPIC)

    asked = server.requests[0].body
    (block,) = asked["messages"][0]["content"]
    assert "one friendly sentence" in asked["system"][0]["text"]
    assert "`### `" in asked["system"][0]["text"]
    assert block["text"].startswith('<request>\n{"language": "en", "sections": [')
    assert block["text"].endswith("</request>")


@pytest.mark.parametrize("fault", [ImportError("No module named 'anthropic'"), RuntimeError("a surprise")])
def test_a_fault_of_our_own_is_said_plainly_and_its_trace_is_logged(server, monkeypatch, fault):
    monkeypatch.setattr(providers, "import_module", _raising(fault))
    providers.get_provider.cache_clear()

    with capture_logs() as logs, pytest.raises(TrialError) as raised:
        try_writer(ANTHROPIC)

    assert str(raised.value) == (
        "The writer claude-haiku-5-5 of Anthropic could not be asked: "
        "something went wrong on our side. The log says what."
    )
    assert [(line["event"], line["exc_info"]) for line in logs] == [("A writer could not be tried", True)]


@pytest.mark.django_db(transaction=True)
def test_no_database_connection_is_held_while_the_writer_is_asked(monkeypatch):
    ours = connections["default"]  # of this thread; the writer is asked on another
    ours.ensure_connection()
    held = []
    demo = providers.get_provider("demo")
    write = demo.write

    async def watched(call, on_text):
        held.append(ours.connection)
        return await write(call, on_text)

    monkeypatch.setattr(demo, "write", watched)

    try_writer(DEMO)

    assert held == [None]


def _raising(fault: Exception) -> Callable[[str], NoReturn]:
    def import_module(name: str) -> NoReturn:
        raise fault

    return import_module


def test_a_writer_without_its_key_is_not_asked(settings):
    settings.ENV = replace(settings.ENV, anthropic_api_key="")

    with pytest.raises(TrialError, match="needs ANTHROPIC_API_KEY, which is not set"):
        try_writer(ANTHROPIC)


def test_what_is_saved_without_its_key_is_warned_of_in_the_words_of_the_trial(settings):
    settings.ENV = replace(settings.ENV, gemini_api_key="")
    values = Values({WRITER_PROVIDER.key: "demo", STRATEGIST_PROVIDER.key: "gemini"})

    said = " ".join(warning(values) for warning in WARNINGS)

    missing = "needs GEMINI_API_KEY, which is not set: set it where Galley starts."
    assert said.startswith("The strategist gemini-")
    assert said.endswith(missing)
