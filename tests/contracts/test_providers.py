"""What holds for every provider in PROVIDERS; a new one is covered by its entry there.

As a newcomer is the one of docs/how-to/add-a-provider.md, which the tests add as the page says.
"""

import asyncio
import inspect
import threading
from dataclasses import fields, replace
from typing import Any

import pytest

from generation.app_settings import FALLBACK_WRITERS, WRITER_PROVIDER
from generation.engine.writers.choice import (
    Writer,
    how_a_model_would_write,
    missing_key,
    named_writers,
)
from generation.engine.writers.trial import try_writer
from generation.errors import AttemptStopped, ProviderError
from generation.providers import PROVIDERS, get_provider, loop
from generation.providers.base import Answer, Block, Call, StopReason
from generation.providers.loop import ProviderCall
from generation.providers.prices import price_of
from settings_app.schema import Values
from tests.support.processes import wait_until
from tests.support.services import SERVICES, RunningService, make
from tests.support.threads import in_thread

pytestmark = pytest.mark.usefixtures("service")

BRIEF = """<brief>
{
  "topic": "Email habits that give freelancers their mornings back",
  "audience": "Freelance designers with 3 to 10 clients",
  "pain_points": ["The day starts in the inbox and never leaves it"],
  "promise": "Answer every client within a day in under 40 minutes of email",
  "brand_voice": "Warm, plain, a little dry",
  "products": {}
}
</brief>"""
REQUEST = """<request>
{"language": "en", "sections": [
  {"key": "cover", "kind": "prose", "title": "Cover", "min_words": 20, "max_words": 180},
  {"key": "chapter_1", "kind": "prose", "title": "Chapter 1", "min_words": 150, "max_words": 750}]}
</request>"""
every_provider = pytest.mark.parametrize("name", [*PROVIDERS, "acme"])


def call_of(name: str) -> Call:
    return Call(
        system="You write.",
        blocks=(Block(text=BRIEF, cache=True), Block(text=REQUEST)),
        model=PROVIDERS[name].default_model,
        max_output_tokens=16_000,
    )


def let_it_always(service: RunningService, name: str, reply: str) -> None:
    """Let the provider's service, if it asks one, treat every call like this."""
    if name in SERVICES:
        service.default = getattr(SERVICES[name].replies, reply)


def write(name: str) -> tuple[Answer, list[str]]:
    pieces: list[str] = []
    provider = make(name)
    return ProviderCall().run(
        lambda: provider.write(call_of(name), pieces.append), timeout_seconds=20
    ), pieces


@every_provider
def test_a_provider_has_the_name_it_is_listed_under(name: str) -> None:
    assert get_provider(name).name == name


@every_provider
def test_a_process_has_one_provider_of_a_name(name: str) -> None:
    assert get_provider(name) is get_provider(name)


@every_provider
def test_writing_is_a_coroutine(name: str) -> None:
    assert inspect.iscoroutinefunction(make(name).write)


@every_provider
def test_a_good_answer_is_whole_and_reports_its_model_and_usage(name: str) -> None:
    answer, _ = write(name)

    assert answer.stop_reason is StopReason.END
    assert answer.model
    assert answer.usage.input_tokens >= answer.usage.cached_input_tokens >= 0
    assert answer.usage.input_tokens > 0
    assert answer.usage.output_tokens > 0
    assert (answer.usage.cost_micro_usd > 0) is (name in SERVICES)
    assert bool(answer.request_id) is (name in SERVICES), "by it the service finds the call in its log"


@every_provider
def test_a_good_answer_follows_the_request(name: str) -> None:
    answer, _ = write(name)

    assert "### cover" in answer.text
    assert "\n===SECTION_BREAK===\n" in answer.text


@every_provider
def test_the_pieces_of_text_make_up_the_answer(name: str) -> None:
    answer, pieces = write(name)

    assert "".join(pieces) == answer.text


@every_provider
def test_a_provider_serves_one_loop_after_another(name: str) -> None:
    provider = make(name)

    answers = [asyncio.run(provider.write(call_of(name), lambda text: None)) for _ in range(2)]

    assert all(answer.text for answer in answers)


@every_provider
def test_a_call_in_progress_can_be_stopped(
    name: str, settings: Any, service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends by itself: here nobody leaves a call behind that does not."""
    monkeypatch.setattr(loop, "ABANDON_SECONDS", 60)
    let_it_always(service, name, "STALL")
    settings.ENV = replace(settings.ENV, demo_seconds_per_task=30.0)
    provider, call, begun = make(name), ProviderCall(), threading.Event()
    thread, raised = in_thread(
        lambda: call.run(lambda: provider.write(call_of(name), lambda text: begun.set()), timeout_seconds=30)
    )
    under_way = wait_until(lambda: service.requests or begun.is_set())

    call.stop()
    thread.join(15)

    assert under_way
    assert [type(error) for error in raised] == [AttemptStopped]


@every_provider
def test_a_failure_is_one_of_ours_with_a_sentence(name: str, settings: Any, service: RunningService) -> None:
    let_it_always(service, name, "OVERLOADED")
    settings.ENV = replace(settings.ENV, demo_failure_rate=1.0)
    provider = make(name)

    with pytest.raises(ProviderError) as raised:
        ProviderCall().run(lambda: provider.write(call_of(name), lambda text: None), timeout_seconds=20)

    assert raised.value.retryable
    assert raised.value.code
    assert raised.value.message.endswith(".")


@every_provider
def test_what_is_declared_of_a_provider_holds_together(name: str, settings: Any) -> None:
    spec = PROVIDERS[name]
    variables = {field.name.upper() for field in fields(settings.ENV)}

    assert {spec.key, spec.address} - {""} <= variables
    assert price_of(name, spec.default_model) is not None
    assert spec.title
    assert spec.is_offline or spec.base_url.startswith("https://")
    assert spec.is_offline != (name in SERVICES), "name its service in tests/support/services.py"


@every_provider
def test_a_provider_that_needs_a_key_says_which_one_is_missing(name: str, settings: Any) -> None:
    spec = PROVIDERS[name]
    settings.ENV = replace(settings.ENV, **({spec.key.lower(): ""} if spec.key else {}))
    elsewhere = spec.key if spec.needs_key_elsewhere else ""

    assert missing_key(Writer(name, spec.default_model)) == elsewhere

    settings.ENV = replace(settings.ENV, **({spec.address.lower(): ""} if spec.address else {}))

    assert missing_key(Writer(name, spec.default_model)) == spec.key


@every_provider
def test_a_writer_can_be_named_by_the_settings(name: str) -> None:
    writer = Writer(name, PROVIDERS[name].default_model)

    assert FALLBACK_WRITERS.shape is not None
    assert FALLBACK_WRITERS.shape.fits(str(writer))
    assert named_writers(Values({FALLBACK_WRITERS.key: f" {writer} "}))[-1] == writer
    assert WRITER_PROVIDER.choices is not None
    assert name in WRITER_PROVIDER.choices()


@every_provider
def test_a_writer_answers_a_trial(name: str) -> None:
    assert " answered in " in try_writer(Writer(name, PROVIDERS[name].default_model))


@pytest.mark.parametrize("name", SERVICES)
def test_where_the_demo_writer_writes_it_is_said_what_would_have_another_write(
    name: str, settings: Any
) -> None:
    nothing: dict[str, Any] = {
        field.name: "" for field in fields(settings.ENV) if field.name.endswith(("_api_key", "_base_url"))
    }
    key = PROVIDERS[name].key
    settings.ENV = replace(settings.ENV, **nothing)
    assert how_a_model_would_write() == (
        "With ANTHROPIC_API_KEY set, a language model does; with GEMINI_API_KEY, OPENAI_API_KEY or "
        "ACME_API_KEY, one does that the setting writer_provider asks for."
    )

    settings.ENV = replace(settings.ENV, **{key.lower(): "sk-test"})

    assert how_a_model_would_write() == (
        f'{key} is set: with "{name}" for the setting writer_provider, a language model does.'
    )
