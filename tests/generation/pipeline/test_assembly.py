from dataclasses import replace

import pytest

from generation.blueprints.base import WrittenSection
from generation.calls import SectionText
from generation.errors import ContentError
from generation.pipeline.assembly import assemble_template
from generation.pipeline.draft import Draft
from tests.support.blueprints import make_section
from tests.support.drafts import USAGE, FakeTools, make_answer, make_draft

SPECS = (make_section("cover"), make_section("chapter_1", min_words=3), make_section("chapter_2"))


def _draft(answered: dict[str, str], kept: dict[str, str] | None = None, **changes: object) -> Draft:
    return make_draft(
        *SPECS,
        specs=SPECS,
        answered=tuple(SectionText(key=key, body=body) for key, body in answered.items()),
        kept=tuple(SectionText(key=key, body=body) for key, body in (kept or {}).items()),
        answer=make_answer(""),
        usage=USAGE,
        **changes,
    )


def test_kept_and_new_sections_come_together_in_the_order_asked_for() -> None:
    draft = assemble_template(
        _draft({"chapter_2": "D.", "cover": "A."}, {"chapter_1": "B c d."}), FakeTools()
    )

    assert [(section.spec.key, section.position, section.body) for section in draft.sections] == [
        ("cover", 1, "A."),
        ("chapter_1", 2, "B c d."),
        ("chapter_2", 3, "D."),
    ]


def test_a_missing_section_fails_and_the_good_ones_are_kept() -> None:
    with pytest.raises(ContentError) as caught:
        assemble_template(_draft({"cover": "A.", "chapter_1": "B c d."}), FakeTools())

    error = caught.value
    assert error.code == "missing_section"
    assert error.message == "The answer left out Chapter 2."
    assert [section.key for section in error.kept] == ["cover", "chapter_1"]
    assert (error.usage, error.request_id) == (USAGE, "req_1")


@pytest.mark.parametrize("body", ["", "***", "- [ ] \n\n| | |", "____"])
def test_a_section_without_a_word_is_empty(body: str) -> None:
    with pytest.raises(ContentError) as caught:
        assemble_template(_draft({"cover": body, "chapter_1": "B c d.", "chapter_2": "D."}), FakeTools())

    assert caught.value.code == "empty_section"
    assert [section.key for section in caught.value.kept] == ["chapter_1", "chapter_2"]


def test_missing_and_empty_together_are_a_matter_of_quality() -> None:
    with pytest.raises(ContentError) as caught:
        assemble_template(_draft({"cover": "", "chapter_1": "B c d."}), FakeTools())

    assert caught.value.code == "quality"
    assert caught.value.message == "Cover came back empty (1 more fault)."


def test_the_next_attempt_hears_of_every_fault_not_only_of_the_gap() -> None:
    with pytest.raises(ContentError) as caught:
        assemble_template(_draft({"cover": "A.", "chapter_1": "B."}), FakeTools())

    assert caught.value.code == "missing_section"
    assert [violation.rule for violation in caught.value.violations] == ["missing_section", "too_short"]
    assert [section.key for section in caught.value.kept] == ["cover"]


@pytest.mark.parametrize("answered", [{"cover": "A."}, {"cover": "A.", "chapter_1": "", "chapter_2": "D."}])
def test_no_option_waives_a_gap(answered: dict[str, str]) -> None:
    with pytest.raises(ContentError):
        assemble_template(_draft(answered, skip_quality_check=True), FakeTools())


def test_what_follows_from_the_sections_comes_behind_them() -> None:
    def derive(brief, inputs, written, *, language):
        facts = f"{inputs['url']} {language} {', '.join(section.body for section in written)}"
        return (WrittenSection(key="facts", kind="prose", title="Facts", body=facts),)

    draft = _draft({"cover": "A.", "chapter_1": "B c d.", "chapter_2": "D."}, inputs={"url": "x.example"})
    draft = replace(draft, task=replace(draft.task, derive=derive))

    *_, last = assemble_template(draft, FakeTools()).sections

    assert (last.spec.key, last.position, last.spec.is_derived) == ("facts", 4, True)
    assert last.body == "x.example en A., B c d., D."
