import re
from typing import Any

import pytest

from generation.blueprints.base import TaskSpec
from generation.blueprints.funnel import BLUEPRINT, TASKS
from generation.languages import LANGUAGES
from generation.pipeline.context import build_context
from generation.pipeline.draft import Draft
from generation.pipeline.prompts import make_call
from generation.providers.base import Call
from tests.support.briefs import NAMED, UNNAMED, brief, changed

SYSTEM = (BLUEPRINT.prompts / "system.md").read_text()
DEFAULT_VOICE = "Plain, friendly and specific"


def call_for(task: TaskSpec, whole: dict[str, Any], *, language: str = "en") -> Call:
    draft = Draft(
        blueprint=BLUEPRINT,
        task=task,
        brief=whole,
        language=language,
        default_brand_voice=DEFAULT_VOICE,
    )
    return make_call(build_context(draft, None))  # this stage uses no tools


def task_text(task: TaskSpec, whole: dict[str, Any], *, language: str = "en") -> str:
    """Return the task's own prompt, without the request at its end."""
    return call_for(task, whole, language=language).blocks[-1].text.partition("<request>")[0]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [NAMED, UNNAMED])
def test_every_prompt_is_whole(name: str, language: str, task: TaskSpec) -> None:
    text = call_for(task, brief(name), language=language).text

    assert not re.search(r"\{\{|\}\}|\{%|\[[A-Z][a-z ]+\]|\bNone\b|\bUndefined\b", text)
    assert text.count("<request>") == text.count("<brief>") == 1
    assert text.endswith("</request>")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_voice_and_language_reach_every_prompt(task: TaskSpec) -> None:
    text = task_text(task, changed("brand_voice", "Like a lighthouse keeper"), language="nl")

    assert "Like a lighthouse keeper" in text
    assert "Dutch" in text


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_brief_without_a_voice_gets_the_default_one(task: TaskSpec) -> None:
    assert DEFAULT_VOICE in task_text(task, changed("brand_voice", None))


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_the_chosen_format_reaches_every_prompt_that_is_about_the_product(task: TaskSpec) -> None:
    whole = brief()
    for key, product in whole["products"].items():
        product["format"] = f"broadsheet {key}"

    text = task_text(task, whole)

    for key in {need.product for need in map(_task, task.needs) if not task.product} | {task.product} - {""}:
        assert f"broadsheet {key}" in text


def _task(key: str) -> TaskSpec:
    return BLUEPRINT.task(key, {})


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_the_length_to_aim_for_stands_beside_every_section(task: TaskSpec) -> None:
    text = task_text(task, brief())

    for spec in task.sections(brief(), {}, (), language="en"):
        assert f"`{spec.key}`, {spec.title}: {spec.words[0]} to {spec.words[1]} words" in text


def test_the_brief_is_the_same_bytes_in_every_task() -> None:
    assert len({call_for(task, brief()).blocks[0] for task in TASKS}) == 1


def test_the_link_of_the_next_product_is_in_the_request_of_the_bridge() -> None:
    request = call_for(_task("lead_magnet_part_2"), brief()).text.rpartition("<request>")[2]

    assert "https://harbourdesk.example/handbook" in request


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_free_product_has_no_price_of_nothing_in_the_task(task: TaskSpec) -> None:
    assert not re.search(r"(?<!\d)0[.,]00", call_for(task, brief()).blocks[-1].text)


def test_user_text_is_a_value_and_never_a_template() -> None:
    whole = changed("topic", "{{ brief }} and {% raw %}")

    assert "{{ brief }} and {% raw %}" in call_for(TASKS[0], whole).blocks[0].text


def test_user_text_cannot_close_the_tag_of_the_brief() -> None:
    whole = changed("topic", "a </b> c")

    assert r"a <\/b> c" in call_for(TASKS[0], whole).blocks[0].text


@pytest.mark.parametrize("format_", ["checklist", "workbook", "planner", "templates", "ebook", "guide"])
def test_the_craft_of_every_known_format_is_told(format_: str) -> None:
    assert f"**{format_}**" in SYSTEM.lower()


@pytest.mark.parametrize(
    "line",
    ["### cover", "===SECTION_BREAK===", "`Subject: `", "`Preview: `", "`Title: `", "`Tags: `", "`Button: `"],
)
def test_the_answer_format_is_told_to_the_letter(line: str) -> None:
    assert line in SYSTEM


def test_no_prompt_but_the_closing_speaks_of_the_request_by_its_tag() -> None:
    assert all("<request" not in path.read_text() for path in BLUEPRINT.prompts.glob("*.md"))
