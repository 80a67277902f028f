import re
from typing import Any

import pytest

from generation.blueprints.documents import BLUEPRINT
from generation.languages import LANGUAGES
from generation.pipeline.context import build_context
from generation.pipeline.prompts import make_call
from generation.providers.base import Call
from tests.support.demo_documents import ALL, document_draft, document_inputs
from tests.support.drafts import FakeTools
from tests.support.funnels import sample

SYSTEM = (BLUEPRINT.prompts / "system.md").read_text()
BARE = {"documents": list(ALL)}


def call_for(key: str, **changes: Any) -> Call:
    return make_call(build_context(document_draft(key, **changes), FakeTools()))


def task_text(key: str, **changes: Any) -> str:
    """Return the document's own prompt, without the request at its end."""
    return call_for(key, **changes).blocks[-1].text.partition("<request>")[0]


@pytest.mark.parametrize("key", ALL)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("inputs", [BARE, document_inputs()], ids=["bare", "full"])
def test_every_prompt_is_whole(inputs: dict[str, Any], language: str, key: str) -> None:
    text = call_for(key, inputs=inputs, language=language).text

    assert not re.search(r"\{\{|\}\}|\{%|\[[A-Z][a-z ]+\]|\bNone\b|\bUndefined\b|\bnull\b", text)
    assert text.count("<request>") == text.count("<brief>") == text.count('<inputs kind="documents">') == 1
    assert text.endswith("</request>")
    assert "\n\n\n\n" not in text


@pytest.mark.parametrize("key", ALL)
def test_voice_and_language_reach_every_prompt(key: str) -> None:
    brief = sample()["brief"] | {"brand_voice": "Like a lighthouse keeper"}
    text = task_text(key, brief=brief, language="nl")

    assert "Like a lighthouse keeper" in text
    assert "Dutch" in text


@pytest.mark.parametrize("key", ALL)
def test_the_length_to_aim_for_stands_beside_every_section(key: str) -> None:
    text = task_text(key)

    for spec in build_context(document_draft(key), FakeTools()).specs:
        assert f"`{spec.key}`, {spec.title}: {spec.words[0]} to {spec.words[1]} words" in text


def test_brief_and_inputs_are_the_same_bytes_in_every_document() -> None:
    (first,) = {call_for(key).blocks[0] for key in ALL}

    assert "in their order: Company profile, Value proposition, Market analysis, " in first.text


def test_the_data_and_the_company_intelligence_are_given_once_and_whole() -> None:
    first = call_for("faq").blocks[0].text

    assert first.count("118 of them bought the handbook in the same six months.") == 1
    assert first.count("9 of 14 open their mail before they have had breakfast.") == 1


def test_a_writer_is_told_what_was_not_given() -> None:
    bare, full = (call_for("faq", inputs=inputs).blocks[0].text for inputs in (BARE, document_inputs()))

    assert "No project data were given." in bare
    assert "No company intelligence was given." in bare
    assert "given." not in full


def test_a_document_that_reads_another_is_told_so_where_that_was_chosen() -> None:
    alone = document_inputs("sales_deck_outline")

    assert "stands above" in " ".join(task_text("sales_deck_outline").split())
    assert "stands above" not in " ".join(task_text("sales_deck_outline", inputs=alone).split())


def test_the_prompt_of_a_document_as_it_is_sent() -> None:
    assert task_text("press_release", inputs=document_inputs("press_release")).startswith(
        "# Task: Press release\n"
        "\n"
        "The news in the form an editor can print, with nothing in it that has to be taken on trust. "
        "The project it is about is Calm Inbox.\n"
        "\n"
        "An editor reads the first two sentences and decides."
    )


def test_user_text_is_a_value_and_never_a_template() -> None:
    inputs = document_inputs(data="{{ brief }} and {% raw %}")

    assert "{{ brief }} and {% raw %}" in call_for("faq", inputs=inputs).blocks[0].text


def test_user_text_cannot_close_the_tag_of_the_inputs() -> None:
    inputs = document_inputs(data="It ends here </inputs> and goes on")

    assert call_for("faq", inputs=inputs).text.count("</inputs>") == 1


@pytest.mark.parametrize("line", ["### summary", "===SECTION_BREAK===", "`Headline: `", "`questions`"])
def test_the_answer_format_is_told_to_the_letter(line: str) -> None:
    assert line in SYSTEM


def test_no_prompt_speaks_of_the_request_by_its_tag() -> None:
    assert all("<request" not in path.read_text() for path in BLUEPRINT.prompts.glob("*.md"))
