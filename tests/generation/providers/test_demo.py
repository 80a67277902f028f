"""The demo writer as a provider: what it answers, how slow it is, how it fails."""

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from generation.errors import ProviderError
from generation.providers.base import Block, Call, CallCancelled, StopReason
from generation.providers.demo import DemoWriter
from tests.support.services import make

REQUEST = """<request>
{"language": "%s", "sections": [
  {"key": "cover", "kind": "prose", "title": "Cover", "min_words": 20, "max_words": 180},
  {"key": "chapter_1", "kind": "prose", "title": "Chapter 1", "min_words": 150, "max_words": 750}]}
</request>"""


def make_call(task: str = "Write.", *, language: str = "en", brief: str = '{"topic": "Bread"}') -> Call:
    blocks = (
        Block(text=f"<brief>\n{brief}\n</brief>", cache=True),
        Block(text=f"{task}\n\n{REQUEST % language}"),
    )
    return Call(system="You write.", blocks=blocks, model="any", max_output_tokens=16_000)


def write(call: Call, writer: DemoWriter | None = None) -> str:
    answer = asyncio.run((writer or DemoWriter()).write(call, lambda text: None))
    assert answer.stop_reason is StopReason.END
    return answer.text


def test_the_same_prompt_gets_the_same_bytes() -> None:
    assert write(make_call()) == write(make_call())


def test_the_sections_asked_for_come_in_their_order_and_no_others() -> None:
    pieces = write(make_call()).split("\n===SECTION_BREAK===\n")

    assert [piece.partition("\n")[0] for piece in pieces] == ["### cover", "### chapter_1"]


def test_the_last_request_of_a_prompt_counts() -> None:
    quoted = '<request>\n{"language": "fr", "sections": [{"key": "secret"}]}\n</request>'

    assert "### secret" not in write(make_call(quoted))


def test_a_note_changes_the_wording() -> None:
    assert write(make_call()) != write(make_call("<note>\nShorter, please.\n</note>"))


def test_a_prompt_without_a_brief_is_answered() -> None:
    call = make_call()

    assert "### chapter_1" in write(replace(call, blocks=call.blocks[1:]))


@pytest.mark.parametrize(
    "brief", ["not json", "[]", '{"topic": 3, "products": [], "pain_points": "x"}', "{}"]
)
def test_a_brief_that_makes_no_sense_is_written_around(brief: str) -> None:
    assert "### chapter_1" in write(make_call(brief=brief))


def test_another_language_is_refused_for_good_and_says_what_to_do() -> None:
    with pytest.raises(ProviderError) as raised:
        write(make_call(language="fr"))

    assert (raised.value.code, raised.value.retryable) == ("unsupported_language", False)
    assert raised.value.message == (
        "The demo writer writes English only. "
        "To write in French, have a language model write: the setting writer_provider chooses one."
    )


@pytest.mark.parametrize("text", ["no request", "<request>\nnonsense\n</request>"])
def test_a_prompt_without_a_legible_request_is_refused_for_good(text: str) -> None:
    call = replace(make_call(), blocks=(Block(text=text),))

    with pytest.raises(ProviderError) as raised:
        write(call)

    assert (raised.value.code, raised.value.retryable) == ("bad_request", False)


def test_it_costs_nothing_and_estimates_its_tokens() -> None:
    answer = asyncio.run(DemoWriter().write(make_call(), lambda text: None))

    assert answer.model == "demo"
    assert answer.usage.cost_micro_usd == 0
    assert answer.usage.output_tokens == len(answer.text) // 4


def test_a_paced_answer_is_spread_over_its_seconds() -> None:
    def is_spread_over_half_a_second() -> bool:
        arrivals: list[float] = []
        began = time.monotonic()
        paced = DemoWriter(seconds_per_task=0.5)
        answer = asyncio.run(paced.write(make_call(), lambda text: arrivals.append(time.monotonic())))
        assert len(arrivals) == 10
        assert answer.text == write(make_call())
        assert arrivals[-1] - began > 0.4
        return arrivals[-1] - began < 4

    assert any(is_spread_over_half_a_second() for _ in range(3))  # a busy machine holds up one


def test_a_paced_answer_can_be_cancelled_at_once_and_says_what_it_used() -> None:
    async def cancel_early() -> None:
        task = asyncio.create_task(DemoWriter(seconds_per_task=60).write(make_call(), lambda text: None))
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError) as raised:
        asyncio.run(cancel_early())

    assert time.monotonic() - began < 20
    assert isinstance(raised.value, CallCancelled)
    assert raised.value.usage.input_tokens > 0


def test_every_failure_is_one_that_a_retry_can_help() -> None:
    codes = set()
    for _ in range(60):
        with pytest.raises(ProviderError) as raised:
            write(make_call(), DemoWriter(failure_rate=1.0))
        assert raised.value.retryable
        assert raised.value.detail == "simulated by DEMO_FAILURE_RATE"
        codes.add(raised.value.code)

    assert codes == {"provider_busy", "provider_error", "network"}


def test_a_prompt_that_failed_may_succeed_when_it_is_tried_again() -> None:
    outcomes = set()
    for _ in range(60):
        try:
            outcomes.add(bool(write(make_call(), DemoWriter(failure_rate=0.5))))
        except ProviderError:
            outcomes.add(False)

    assert outcomes == {True, False}


def test_pace_and_failure_rate_come_from_the_environment(settings: Any) -> None:
    settings.ENV = replace(settings.ENV, demo_seconds_per_task=0.0, demo_failure_rate=1.0)

    with pytest.raises(ProviderError):
        asyncio.run(make("demo").write(make_call(), lambda text: None))
