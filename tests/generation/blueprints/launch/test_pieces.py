import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.blueprints.launch import BLUEPRINT, TASKS
from generation.languages import LANGUAGES
from generation.pipeline.draft import Draft
from generation.pipeline.parser import parse_answer
from generation.pipeline.rules import CONTRACT, broken
from generation.pipeline.rules.base import Piece
from tests.support import anthropic_answers
from tests.support.briefs import brief
from tests.support.demo_launch import launch_inputs

_lines = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéñßœ'&-#*_!?., 0123456789"), max_size=118).map(
    lambda tail: f"n{tail}".strip()
)
_urls = st.builds("https://shop.example/{}".format, st.text("abcdefgh0123456789-_", min_size=1, max_size=270))


@st.composite
def good_inputs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw inputs in which nothing is missing or wrong."""
    sold = {
        "offer_name": draw(_lines)[:80].strip(),
        "price": draw(st.sampled_from(["free", "9", "1,200.50"])),
    }
    said = {"event": draw(_lines), "date": draw(_lines), "bonuses": draw(st.lists(_lines, max_size=8))}
    return {
        "registration_url": draw(_urls),
        "watch_url": draw(_urls),
        "slides": draw(st.integers(25, 40)),
        **draw(st.just({}) | st.just(sold | {"url": draw(_urls)})),
        **draw(st.just({}) | st.just(said)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_writer_who_sees_the_request_alone_keeps_the_contract(language: str) -> None:
    assert _faults_of_a_plain_writer(launch_inputs(bonuses=["A card"]), language) == []


@settings(max_examples=15)
@given(good_inputs(), st.sampled_from(sorted(LANGUAGES)))
def test_any_good_inputs_ask_only_for_what_can_be_written(inputs: Mapping[str, Any], language: str) -> None:
    assert BLUEPRINT.check_inputs(inputs) == {}
    assert _faults_of_a_plain_writer(inputs, language) == []


def test_nothing_is_asked_for_that_nobody_has_said() -> None:
    specs = [spec for task in TASKS for spec in task.sections(brief(), {}, (), language="en")]

    assert all(text.strip() for spec in specs for text in spec.include)


def _faults_of_a_plain_writer(inputs: Mapping[str, Any], language: str) -> list[str]:
    """Let a writer who knows nothing but the request answer every task; return what the contract says."""
    faults = []
    for task in TASKS:
        specs = task.sections(brief(), inputs, (), language=language)
        request = json.loads(json.dumps({"sections": [spec.request() for spec in specs]}))
        answer = anthropic_answers.join(anthropic_answers.write_sections(request))
        parsed = parse_answer(answer, specs)
        draft = Draft(blueprint=BLUEPRINT, task=task, brief=brief(), inputs=inputs, language=language)
        faults += [violation.message for violation in parsed.violations]
        for spec, section in zip(specs, parsed.sections, strict=True):
            found = broken(CONTRACT, Piece(spec=spec, section=section, draft=draft))
            # The writer's filler is English; every other rule holds in every language.
            faults += [
                f"{spec.key}: {violation.message}"
                for violation in found
                if violation.rule != "wrong_language"
            ]
    return faults
