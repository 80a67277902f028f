"""Who writes by the settings: which model of which provider, and what is missing for it."""

from dataclasses import replace
from typing import Any

import pytest

from generation.app_settings import FALLBACK_WRITERS, WRITER_MODEL, WRITER_PROVIDER
from generation.engine.writers.choice import (
    Writer,
    choose_writer,
    how_a_model_would_write,
    missing_key,
    named_writers,
)
from generation.providers import PROVIDERS
from settings_app.schema import Values

SONNET, FLASH, SOL = (
    Writer("anthropic", "claude-sonnet-5-5"),
    Writer("gemini", "gemini-3.8-flash"),
    Writer("openai", "gpt-6.2-sol"),
)
A_LOCAL_SERVER = "http://localhost:11434/v1"


def values(provider: str, model: str = "", **others: str) -> Values:
    return Values({WRITER_PROVIDER.key: provider, WRITER_MODEL.key: model, **others})


@pytest.mark.parametrize("writer", [SONNET, FLASH, SOL, Writer("demo", "demo")])
def test_a_provider_has_a_model_of_its_own_where_none_is_named(writer: Writer) -> None:
    assert choose_writer(Values({WRITER_PROVIDER.key: writer.provider})) == writer
    assert choose_writer(values(writer.provider, " ")) == writer


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("anthropic", "claude-opus-5-5"),
        ("gemini", "gemini-2.5-pro"),
        ("gemini", "gemini-of-tomorrow"),
        ("openai", "gpt-6-luna"),
        ("openai", "qwen3:14b"),
    ],
)
def test_the_model_that_is_named_writes(provider: str, model: str) -> None:
    assert choose_writer(values(provider, f" {model} ")) == Writer(provider, model)


@pytest.mark.parametrize(
    ("asked", "writer"),
    [
        (("gemini", "claude-sonnet-5-5"), FLASH),
        (("gemini", "claude-sonnet-5-5-20260915"), FLASH),
        (("openai", "gemini-2.5-pro"), SOL),
        (("anthropic", "gpt-6.2-sol"), SONNET),
    ],
)
def test_nobody_is_asked_for_the_model_of_another(asked: tuple[str, str], writer: Writer) -> None:
    assert choose_writer(values(*asked)) == writer


def test_those_who_step_in_may_be_of_every_provider() -> None:
    named = "openai:gpt-6-luna, gemini:gemini-2.5-flash, openai:qwen3:14b"

    assert named_writers(values("anthropic", **{FALLBACK_WRITERS.key: named})) == (
        SONNET,
        Writer("openai", "gpt-6-luna"),
        Writer("gemini", "gemini-2.5-flash"),
        Writer("openai", "qwen3:14b"),
    )


def test_a_provider_that_does_not_write_is_no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "gemini", replace(PROVIDERS["gemini"], writes=False))

    assert WRITER_PROVIDER.choices is not None
    assert "gemini" not in WRITER_PROVIDER.choices()
    assert FALLBACK_WRITERS.shape is not None
    assert not FALLBACK_WRITERS.shape.fits("gemini:gemini-2.5-flash")


def test_a_server_of_ones_own_is_missing_nothing(settings: Any) -> None:
    settings.ENV = replace(settings.ENV, openai_api_key="", openai_base_url="")
    assert missing_key(SOL) == "OPENAI_API_KEY"

    settings.ENV = replace(settings.ENV, openai_base_url=A_LOCAL_SERVER)

    assert missing_key(SOL) == ""


def test_a_proxy_of_another_still_wants_the_key(settings: Any) -> None:
    settings.ENV = replace(settings.ENV, gemini_api_key="", gemini_base_url="http://localhost:4000")

    assert missing_key(FLASH) == "GEMINI_API_KEY"


def test_a_server_of_ones_own_would_write_once_it_is_asked(settings: Any) -> None:
    none: dict[str, Any] = dict.fromkeys(("anthropic_api_key", "gemini_api_key", "openai_api_key"), "")
    settings.ENV = replace(settings.ENV, **none, openai_base_url=A_LOCAL_SERVER)

    assert how_a_model_would_write() == (
        'OPENAI_BASE_URL is set: with "openai" for the setting writer_provider, a language model does.'
    )
