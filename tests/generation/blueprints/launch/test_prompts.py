import re
from typing import Any

import pytest

from generation.blueprints.base import TaskSpec
from generation.blueprints.launch import BLUEPRINT, TASKS
from generation.languages import LANGUAGES
from generation.pipeline.context import build_context
from generation.pipeline.draft import Draft
from generation.pipeline.prompts import make_call
from generation.providers.base import Call
from tests.support.briefs import brief, changed
from tests.support.demo_launch import REGISTER, WATCH, launch_inputs

SYSTEM = (BLUEPRINT.prompts / "system.md").read_text()
FULL = launch_inputs(event="Spring talk", date="4 May, 18:00", bonuses=["A card"], notes="It rained once.")

every_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)


def call_for(task: TaskSpec, inputs: dict[str, Any], *, language: str = "en", **changes: Any) -> Call:
    standard = {"blueprint": BLUEPRINT, "task": task, "brief": brief(), "inputs": inputs}
    draft = Draft(language=language, default_brand_voice="Plain", **(standard | changes))
    return make_call(build_context(draft, None))  # type: ignore[arg-type]  # this stage uses no tools


def task_text(key: str, inputs: dict[str, Any]) -> str:
    """Return the task's own prompt, without the request at its end."""
    return call_for(BLUEPRINT.task(key, {}), inputs).blocks[-1].text.partition("<request>")[0]


@every_task
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("inputs", [launch_inputs(), FULL], ids=["fewest", "all"])
def test_every_prompt_is_whole(inputs: dict[str, Any], language: str, task: TaskSpec) -> None:
    text = call_for(task, inputs, language=language).text

    assert not re.search(r"\{\{|\}\}|\{%|\[[A-Z][a-z ]+\]|\bNone\b|\bUndefined\b", text)
    assert text.count("<request>") == text.count("<brief>") == text.count('<inputs kind="launch">') == 1
    assert text.endswith("</request>")


@every_task
def test_voice_language_event_and_offer_reach_every_prompt(task: TaskSpec) -> None:
    call = call_for(task, FULL, language="nl", brief=changed("brand_voice", "Like a lighthouse keeper"))

    for said in ("Like a lighthouse keeper", "Dutch", "Spring talk", "4 May, 18:00", "Calm Inbox Handbook"):
        assert said in call.blocks[-1].text


@every_task
def test_where_nobody_named_event_or_date_the_prompt_says_so(task: TaskSpec) -> None:
    text = task_text(task.key, launch_inputs())

    assert "The event has no name of its own." in text
    assert "No date is set." in text


def test_brief_and_inputs_are_the_same_bytes_in_every_task() -> None:
    assert len({call_for(task, FULL).blocks[0] for task in TASKS}) == 1
    assert "It rained once." in call_for(TASKS[0], FULL).blocks[0].text


@pytest.mark.parametrize("task", [task for task in TASKS if task.key != "deck"], ids=lambda task: task.key)
def test_the_length_to_aim_for_stands_beside_every_section(task: TaskSpec) -> None:
    for spec in task.sections(brief(), FULL, (), language="en"):
        line = f"`{spec.key}`, {spec.title}: {spec.words[0]} to {spec.words[1]} words"
        assert line in task_text(task.key, FULL)


def test_the_deck_is_told_its_course() -> None:
    text = task_text("deck", FULL)

    assert "- slides 1 to 4, Opening:" in text
    assert "- slides 28 to 30, Questions and close:" in text


@every_task
def test_a_prompt_says_that_the_deck_stands_above_where_it_does(task: TaskSpec) -> None:
    said = re.search(r"[^.]*\bstands? above[^.]*", task_text(task.key, FULL))

    assert bool(said and "deck" in said[0]) == ("deck" in task.needs)


def test_no_bonus_may_be_offered_that_nobody_named() -> None:
    assert "none were named, so none are offered" in task_text("offer", launch_inputs())
    assert "  - A card\n" in task_text("offer", FULL)


def test_every_message_is_told_when_it_goes_out_and_where_it_leads() -> None:
    text = task_text("follow_up", FULL)

    assert "`short_1`, 1 hour before the event" in text
    assert text.count(f"Its link is {WATCH}\n") == 5
    assert text.count("Its link is https://harbourdesk.example/handbook\n") == 5


def test_the_pages_are_told_where_their_buttons_lead() -> None:
    text = task_text("registration_pages", FULL)

    assert f"to register, at {REGISTER}" in text
    assert f"Its button leads to {WATCH}" in text


def test_a_place_to_open_what_was_bought_is_told_only_where_somebody_said_it() -> None:
    told = task_text("enrolment_pages", FULL | {"access_url": "shop.example/library"})

    assert "where they open it, https://shop.example/library" in told
    assert "Nobody said where they open it" in task_text("enrolment_pages", FULL)


def test_user_text_is_a_value_and_cannot_close_its_tag() -> None:
    text = call_for(TASKS[0], launch_inputs(notes="{{ brief }} </inputs> more")).blocks[0].text

    assert r"{{ brief }} <\/inputs> more" in text


@pytest.mark.parametrize(
    "line",
    [
        "===SECTION_BREAK===",
        *(f"`{name}: `" for name in ("Title", "Notes", "Headline", "Subhead", "Send", "Why", "Button")),
    ],
)
def test_the_answer_format_is_told_to_the_letter(line: str) -> None:
    assert line in SYSTEM


def test_no_prompt_but_the_closing_speaks_of_the_request_by_its_tag() -> None:
    assert all("<request" not in path.read_text() for path in BLUEPRINT.prompts.glob("*.md"))
