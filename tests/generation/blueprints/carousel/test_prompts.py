import json
import re
from typing import Any

import pytest

from generation.blueprints.base import WrittenSection, WrittenTask
from generation.blueprints.carousel import BLUEPRINT
from generation.languages import LANGUAGES
from generation.pictures.platforms import PLATFORMS
from generation.pipeline.context import build_context
from generation.pipeline.prompts import make_call, make_picture_call
from generation.providers.base import Call
from tests.support.demo_carousel import carousel_draft, carousel_inputs

SYSTEM = (BLUEPRINT.prompts / "system.md").read_text()
LOOK = WrittenSection(key="look", kind="prose", title="Look", body="Cut paper, five colours.")
SLIDE = WrittenSection(
    key="slide_1", kind="carousel_slide", title="Slide 1", body="", fields={"headline": "Less", "scene": ""}
)
EARLIER = (
    WrittenTask(key="strategy", title="Strategy", product="", sections=(LOOK,)),
    WrittenTask(key="slides", title="Slides", product="", sections=(SLIDE,)),
)


def call_for(task: str, *, language: str = "en", **changes: Any) -> Call:
    inputs = {name: value for name, value in carousel_inputs(**changes).items() if value}
    earlier = EARLIER[:1] if task == "slides" else ()
    draft = carousel_draft(task, inputs, earlier=earlier, language=language)
    return make_call(build_context(draft, None))


@pytest.mark.parametrize("task", ["strategy", "slides"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prompt_is_whole(language: str, task: str) -> None:
    text = call_for(task, language=language).text

    assert not re.search(r"\{\{|\}\}|\{%|\[[A-Z][a-z ]+\]|\bNone\b|\bUndefined\b", text)
    assert text.count("<request>") == text.count("<brief>") == text.count("<inputs") == 1
    assert f"Write in {LANGUAGES[language]}" in text
    assert "\n\n\n" not in text


def test_the_inputs_stand_in_the_prompt_without_what_only_colours_the_slides() -> None:
    text = call_for("strategy", accent="#FF0000").text
    found = re.search(r'<inputs kind="carousel">\n(.*?)\n</inputs>', text, re.S)

    assert found
    assert json.loads(found[1])["topic"] == "Email habits that give mornings back"
    assert "#FF0000" not in text


def test_the_writer_is_told_the_one_action_or_that_the_post_is_to_be_saved() -> None:
    assert "asks for one thing: Take the free checklist." in call_for("slides").text
    assert "to save the post for the day" in call_for("slides", goal=None, url=None).text


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_writer_is_told_the_limits_of_the_platform(platform: str) -> None:
    text = call_for("slides", platform=platform).text

    assert PLATFORMS[platform].name in text
    assert f"At most {PLATFORMS[platform].hashtags} hashtags" in text


def test_system_and_brief_are_the_same_bytes_in_every_task() -> None:
    one, other = call_for("strategy"), call_for("slides")

    assert (one.system, one.blocks[0]) == (other.system, other.blocks[0])


def test_a_slide_without_a_scene_is_drawn_by_its_headline() -> None:
    draft = carousel_draft("picture_1", carousel_inputs(), earlier=EARLIER)
    (spec,) = draft.task.sections(draft.brief, draft.inputs, EARLIER, language="en")

    prompt = make_picture_call(draft, spec).prompt

    assert prompt.startswith(
        "Less\n\nThe look, the same in every picture of a series: Cut paper, five colours."
    )
    assert "wishes" not in prompt


def test_the_system_prompt_says_how_each_kind_is_answered() -> None:
    for kind in ("prose", "carousel_slide", "caption"):
        assert f"- `{kind}`: " in SYSTEM
