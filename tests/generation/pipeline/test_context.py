import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from generation.blueprints.base import Source, WrittenTask
from generation.pipeline.context import build_context, gather
from tests.support.blueprints import make_section, make_task
from tests.support.drafts import FakeTools, make_draft


def _source(name: str, *, seconds: float = 0, error: Exception | None = None) -> Source:
    def gather_it(inputs: Mapping[str, Any]) -> str:
        time.sleep(seconds)
        if error:
            raise error
        return f"{name} of {inputs['site']}"

    return Source(name=name, gather=gather_it)


def test_sources_are_asked_side_by_side() -> None:
    met = threading.Barrier(3)

    def meet(inputs: Mapping[str, Any]) -> str:
        met.wait(10)  # one after the other they would never meet
        return f"asked of {inputs['site']}"

    names = ("competitors", "products", "search")

    facts, unreachable = gather(tuple(Source(name=name, gather=meet) for name in names), {"site": "x"})

    assert facts == dict.fromkeys(names, "asked of x")
    assert unreachable == {}


def test_a_failing_source_is_named_and_does_not_sink_the_others() -> None:
    sources = (_source("products"), _source("search", error=OSError("away")))

    with capture_logs() as logs:
        facts, unreachable = gather(sources, {"site": "x"})

    assert facts == {"products": "products of x"}
    assert unreachable == {"search": "It could not be read."}
    assert logs[0]["source"] == "search"
    assert "away" in logs[0]["reason"]


def test_a_source_that_takes_too_long_is_gone_on_without() -> None:
    with capture_logs():
        facts, unreachable = gather((_source("slow", seconds=3), _source("quick")), {"site": "x"}, seconds=1)

    assert facts == {"quick": "quick of x"}
    assert unreachable == {"slow": "It took too long."}


def test_what_the_sources_say_is_in_the_context() -> None:
    task = make_task("first", sources=(_source("products"),))

    context = build_context(make_draft(task=task, inputs={"site": "x"}), FakeTools()).context

    assert context.facts == {"products": "products of x"}


@pytest.mark.parametrize(
    ("brief", "inputs", "voice"),
    [
        ({"brand_voice": "warm"}, {}, "warm"),
        ({"brand_voice": "warm"}, {"brand_voice": "dry"}, "dry"),
        ({}, {}, "plain"),
        ({"brand_voice": ""}, {}, "plain"),
    ],
)
def test_the_voice_is_that_of_the_inputs_then_the_brief_then_the_default(
    brief: dict[str, str], inputs: dict[str, str], voice: str
) -> None:
    draft = make_draft(brief=brief, inputs=inputs, default_brand_voice="plain")

    assert build_context(draft, FakeTools()).context.brand_voice == voice


@pytest.mark.parametrize("given", [["calm inbox", " email "], "calm inbox, email,", ("calm inbox", "email")])
def test_keywords_are_read_from_a_list_or_a_line(given: object) -> None:
    draft = build_context(make_draft(brief={"keywords": given}), FakeTools())

    assert draft.context.keywords == ("calm inbox", "email")


def test_the_language_is_named_in_english() -> None:
    assert build_context(make_draft(language="de"), FakeTools()).context.language_name == "German"


def test_sections_are_planned_from_the_earlier_text() -> None:
    task = make_task("second", plan=lambda earlier: tuple(make_section(task.key) for task in earlier))
    earlier = (WrittenTask(key="first", title="First", product="", sections=()),)

    draft = build_context(make_draft(task=task, earlier=earlier), FakeTools())

    assert [spec.key for spec in draft.specs] == ["first"]
