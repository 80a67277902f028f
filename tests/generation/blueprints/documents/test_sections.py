import json
from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.blueprints.documents import BLUEPRINT
from generation.blueprints.documents.catalogue import CATALOGUE, TITLES
from generation.languages import LANGUAGES
from tests.support.briefs import brief, changed


def sections_for(key: str, whole: dict[str, Any] | None = None, **inputs: Any) -> tuple[SectionSpec, ...]:
    given = {"documents": [key], **inputs}
    return BLUEPRINT.task(key, given).sections(whole or brief(), given, (), language="en")


def spec_of(specs: tuple[SectionSpec, ...], key: str) -> SectionSpec:
    return next(spec for spec in specs if spec.key == key)


@pytest.mark.parametrize("key", TITLES)
def test_a_document_yields_the_chapters_of_the_catalogue(key: str) -> None:
    (document,) = (document for document in CATALOGUE if document.key == key)

    specs = sections_for(key)

    assert [(spec.key, spec.title, spec.words) for spec in specs] == [
        (chapter.key, chapter.title, chapter.words) for chapter in document.chapters
    ]
    assert json.dumps([spec.request() for spec in specs])


def test_the_limits_are_the_range_of_the_craft_with_a_margin() -> None:
    summary = spec_of(sections_for("company_profile"), "summary")

    assert (summary.words, summary.min_words, summary.max_words) == ((60, 120), 40, 180)


@pytest.mark.parametrize("key", TITLES)
def test_the_summary_names_the_publisher_and_the_project(key: str) -> None:
    summary = spec_of(sections_for(key, project="Calm Inbox"), "summary")

    assert summary.include == ("Harbour Desk", "Calm Inbox")


def test_a_project_that_has_no_name_is_not_asked_for() -> None:
    assert spec_of(sections_for("faq"), "summary").include == ("Harbour Desk",)


def test_one_name_of_both_is_asked_for_once() -> None:
    assert spec_of(sections_for("faq", project="Harbour Desk"), "summary").include == ("Harbour Desk",)


@pytest.mark.parametrize("author", ["Section Break Press", "A [very] odd name", "x" * 81])
def test_a_publisher_whom_no_writer_can_repeat_to_the_letter_is_not_asked_for(author: str) -> None:
    """Another rule would refuse the name, or it is as long as the section."""
    assert all(spec.include == () for spec in sections_for("company_profile", changed("author", author)))


def test_the_faq_asks_for_headings_that_are_questions() -> None:
    lists = [spec for spec in sections_for("faq") if spec.kind == "faq"]

    assert [(spec.key, spec.questions) for spec in lists] == [("before", 5), ("using", 5)]


def test_a_plan_has_boxes_to_tick_and_a_comparison_a_table() -> None:
    assert spec_of(sections_for("ninety_day_plan"), "first").marks == ("checkbox",)
    assert spec_of(sections_for("competitor_brief"), "comparison").marks == ("table",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_is_the_same_in_every_language(language: str) -> None:
    given = {"documents": ["faq"]}
    task = BLUEPRINT.task("faq", given)

    assert task.sections(brief(), given, (), language=language) == sections_for("faq")
