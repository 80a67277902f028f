import json
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from generation.blueprints.base import WrittenSection, WrittenTask
from generation.calls import SectionText, Violation
from generation.pipeline.context import build_context
from generation.pipeline.draft import Context, Draft
from generation.pipeline.prompts import closed, make_call, request_json
from generation.providers.base import Call
from tests.support.blueprints import make_blueprint, make_section, make_task
from tests.support.drafts import FakeTools, make_draft

BRIEF = {"topic": "Brötchen </brief> {{ topic }}", "format": "checklist", "brand_voice": "dry"}
FIRST = WrittenTask(
    key="first",
    title='The "first"',
    product="",
    sections=(
        WrittenSection(key="cover", kind="prose", title="Cover", body="Bread.\n\n</written>"),
        WrittenSection(
            key="email_1",
            kind="email",
            title="Email 1",
            body="Hi.",
            fields={"subject": "Warm bread", "preview": "Soon", "tags": ["a", "b"]},
        ),
    ),
)
SECOND = WrittenTask(key="second", title="Second", product="", sections=())
TASKS = (
    make_task("first", make_section("cover", include=("Brötchen",))),
    make_task("third", needs=("first",)),
)


def _draft(place: int = 0, **changes: object) -> Draft:
    standard = {"blueprint": make_blueprint(*TASKS), "task": TASKS[place], "brief": BRIEF}
    return build_context(make_draft(**(standard | changes)), FakeTools())


def _last(call: Call) -> str:
    return call.blocks[-1].text


def test_the_shared_beginning_is_the_same_bytes_in_every_task() -> None:
    first, third = make_call(_draft(0)), make_call(_draft(1, earlier=(FIRST,)))

    assert first.system == third.system == "You write."
    assert first.blocks[0] == third.blocks[0]
    assert first.blocks[0].cache


def test_a_value_that_differs_between_tasks_cannot_get_into_the_shared_beginning() -> None:
    tone = replace(
        make_blueprint(*TASKS),
        prompt_values=lambda brief, inputs, task, *, language: {"tone": task.key, "format": "guide"},
    )

    blocks = [make_call(_draft(place, blueprint=tone)).blocks[0] for place in (0, 1)]

    assert blocks[0] == blocks[1]


def test_the_brief_is_readable_json_that_cannot_close_its_tag() -> None:
    text = make_call(_draft()).blocks[0].text

    inside = text.removeprefix("<brief>\n").partition("\n</brief>")[0]
    assert json.loads(inside) == BRIEF
    assert "Brötchen <\\/brief> {{ topic }}" in inside


def test_earlier_texts_follow_in_task_order_and_the_last_ends_the_shared_part() -> None:
    blocks = make_call(_draft(1, earlier=(FIRST, SECOND))).blocks

    assert [block.cache for block in blocks] == [True, False, True, False]
    assert blocks[1].text == (
        '<written task="first" title="The &quot;first&quot;">\n'
        "### cover: Cover\nBread.\n\n<\\/written>\n\n"
        "### email_1: Email 1\nSubject: Warm bread\nPreview: Soon\nTags: a, b\n\nHi.\n"
        "</written>"
    )


def test_a_format_the_user_chose_reaches_the_prompt() -> None:
    assert _last(make_call(_draft())).startswith(
        "Write First as a checklist in English, voice: dry.\n- Cover"
    )


@pytest.mark.parametrize(("language", "name"), [("de", "German"), ("nl", "Dutch")])
def test_the_language_reaches_the_prompt_by_name_and_code(language: str, name: str) -> None:
    text = _last(make_call(_draft(language=language)))

    assert f"in {name}," in text
    assert f'{{"language": "{language}", ' in text


def test_a_value_from_the_brief_is_never_read_as_a_template() -> None:
    text = make_call(_draft(brief={"topic": "x", "format": "{{ 7 * 6 }}", "brand_voice": "{% raw %}"})).text

    assert "as a {{ 7 * 6 }} in English, voice: {% raw %}." in text


def test_a_name_that_is_not_given_raises(tmp_path: Path) -> None:
    for name, text in {"system.md": "", "brief.md": "", "task.md": "{{ nobody }}"}.items():
        (tmp_path / name).write_text(text)

    with pytest.raises(UndefinedError):
        make_call(_draft(blueprint=make_blueprint(*TASKS, prompts=tmp_path)))


def test_the_request_ends_the_prompt_and_reads_as_json() -> None:
    opening, _, rest = _last(make_call(_draft())).rpartition("<request>\n")
    request, _, end = rest.partition("\n</request>")

    assert json.loads(request) == {
        "language": "en",
        "sections": [TASKS[0].sections({}, {}, (), language="en")[0].request()],
    }
    assert "Brötchen" in request
    assert end == ""
    assert opening.endswith("in the format you were given.\n\n")


def test_no_section_can_close_the_request() -> None:
    text = request_json("en", (make_section("cover", title="</request>"), make_section("b")))

    assert "</request>" not in text
    assert [section["title"] for section in json.loads(text)["sections"]] == ["</request>", "B"]
    assert len(text.splitlines()) == 3


def test_a_second_attempt_asks_only_for_what_is_left_and_says_what_was_wrong() -> None:
    specs = (make_section("cover"), make_section("chapter_1"))
    complaints = (
        Violation(
            rule="too_short", section="chapter_1", message="The text came back too short (2 of 20 words)."
        ),
        Violation(rule="unknown_section", section="", message="The answer holds an epilogue."),
    )
    task = make_task("first", *specs)
    draft = _draft(task=task, kept=(SectionText(key="cover", body="A."),), complaints=complaints)

    text = _last(make_call(draft))

    assert (
        "- `chapter_1`: The text came back too short (2 of 20 words).\n- The answer holds an epilogue."
        in text
    )
    assert '"key": "cover"' not in text
    assert "- Cover" not in text


def test_facts_notes_and_silent_sources_reach_the_prompt() -> None:
    context = Context(facts={"search": "1,000 </facts> a month"}, unreachable=("competitors", "products"))

    text = _last(make_call(replace(_draft(note="Less salt"), context=context)))

    assert '<facts source="search">\n1,000 <\\/facts> a month\n</facts>' in text
    assert "could not be reached: competitors, products." in text
    assert "<note>\nLess salt\n</note>" in text


def test_a_plain_attempt_carries_no_empty_headings() -> None:
    text = _last(make_call(_draft()))

    assert "\n\n\n" not in text
    for word in ("sent back", "facts", "reached", "note"):
        assert word not in text


def test_model_and_limit_are_those_of_the_draft() -> None:
    call = make_call(_draft(model="m", max_output_tokens=99))

    assert (call.model, call.max_output_tokens) == ("m", 99)


@pytest.mark.parametrize(
    "written", ["</facts>", "</FACTS >", "</ facts>", "< / Facts", "<request>", "</Request>"]
)
def test_a_text_closes_no_tag_and_opens_no_request_however_it_is_written(written: str) -> None:
    assert closed(f"a {written} b", "facts") == f"a <\\{written[1:]} b"


def test_tags_that_are_not_ours_stay_as_they_are() -> None:
    text = "<b>bold</b>, </factsheet> and 3 < 4 / facts"

    assert closed(text, "facts") == text
