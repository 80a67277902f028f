from dataclasses import replace

import pytest

from generation.blueprints.base import SectionSpec, WrittenSection, WrittenTask
from generation.calls import SectionText
from generation.errors import ContentError
from generation.pipeline.assembly import assemble_template
from generation.pipeline.draft import Draft
from generation.pipeline.quality import quality_check_is_waived, validate_quality
from tests.support.blueprints import make_section
from tests.support.drafts import USAGE, FakeTools, make_answer, make_draft

LONG = make_section("chapter_2", title="Chapter 2", min_words=800)


def _assembled(bodies: dict[str, str], *specs: SectionSpec, **changes: object) -> Draft:
    draft = make_draft(
        *specs,
        specs=specs,
        answered=tuple(SectionText(key=key, body=body) for key, body in bodies.items()),
        answer=make_answer(""),
        usage=USAGE,
        **changes,
    )
    return assemble_template(draft, FakeTools())


def test_the_message_says_what_is_wrong_where_in_a_sentence() -> None:
    draft = _assembled({"cover": "A.", "chapter_2": "word " * 210}, make_section("cover"), LONG)

    with pytest.raises(ContentError) as caught:
        validate_quality(draft, FakeTools())

    assert caught.value.code == "too_short"
    assert caught.value.message == "The text came back too short (210 of 800 words) in Chapter 2."
    assert [section.key for section in caught.value.kept] == ["cover"]
    assert (caught.value.usage, caught.value.request_id) == (USAGE, "req_1")


def test_several_different_faults_are_a_matter_of_quality() -> None:
    draft = _assembled({"cover": "[Your name]", "chapter_2": "Short."}, make_section("cover"), LONG)

    with pytest.raises(ContentError) as caught:
        validate_quality(draft, FakeTools())

    assert caught.value.code == "quality"
    assert caught.value.message == "A placeholder was left ([Your name]) in Cover (1 more fault)."
    assert [violation.rule for violation in caught.value.violations] == ["placeholder", "too_short"]
    assert caught.value.kept == ()


def test_several_faults_of_one_rule_share_its_code() -> None:
    draft = _assembled({"cover": "[Your name] and [Your town]"}, make_section("cover"))

    with pytest.raises(ContentError) as caught:
        validate_quality(draft, FakeTools())

    assert caught.value.code == "placeholder"


def test_advice_stands_beside_its_section_and_fails_nothing() -> None:
    specs = (make_section("cover"), make_section("chapter_1"))
    draft = _assembled({"cover": "Let us delve into it.", "chapter_1": "Good."}, *specs)

    cover, chapter = validate_quality(draft, FakeTools()).sections

    assert [advice.rule for advice in cover.advice] == ["filler_phrase"]
    assert chapter.advice == ()


def test_a_sentence_that_an_earlier_task_wrote_is_advised_against() -> None:
    sentence = "Open the inbox twice a day and close it after."
    earlier = WrittenTask(
        key="zero",
        title="Zero",
        product="",
        sections=(WrittenSection(key="cover", kind="prose", title="Cover", body=f"First. {sentence}"),),
    )
    draft = _assembled({"cover": f"Then: **{sentence}**"}, make_section("cover"), earlier=(earlier,))

    (section,) = validate_quality(draft, FakeTools()).sections

    assert [advice.rule for advice in section.advice] == ["repeated_sentence"]


def test_the_check_is_waived_when_the_person_asked_for_that() -> None:
    draft = make_draft()

    assert quality_check_is_waived(replace(draft, skip_quality_check=True))
    assert not quality_check_is_waived(draft)
