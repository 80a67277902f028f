from dataclasses import replace
from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.pipeline.draft import FinishedSection
from generation.pipeline.rules import ADVICE, CONTRACT, broken, pages
from generation.pipeline.rules.base import Piece
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece

META = make_section("meta", kind="meta")
OPENING = make_section("intro", kind="hero", role="opening")
BLOCK = make_section("guide", kind="block")
FAQ = make_section("faq", kind="faq", role="answers")

LINES: dict[str, Any] = {
    "title": "Freelance e-mail: freelance email in order",
    "description": "What it does.",
}
HERO: dict[str, Any] = {"headline": "Freelance email, sorted", "subhead": "Twice a day."}
HEADLINE: dict[str, Any] = {"headline": "How to choose"}
TEXT = "Freelance email comes twice a day."


@pytest.mark.parametrize(
    ("rule", "spec", "body", "fields"),
    [
        ("title_without_keyword", META, "", LINES | {"title": "Mail in order"}),
        ("headline_without_keyword", OPENING, TEXT, HERO | {"headline": "Freelance emails, sorted"}),
        ("keyword_comes_late", OPENING, "Mail waits.", HERO),
        ("keyword_comes_late", OPENING, f"{'Mail waits. ' * 50}{TEXT}", HERO),
        ("second_main_heading", BLOCK, f"# Choose\n\n{TEXT}", HEADLINE),
        ("second_main_heading", FAQ, f"{TEXT}\n\n# Choose", HEADLINE),
        ("bare_answer", FAQ, "### Is it free?\n\nYes, it is.", HEADLINE),
        ("bare_answer", FAQ, "### Is it free?\nYes.", HEADLINE),
        ("bare_answer", FAQ, "### Which one?\n\n**It depends**: ask.", HEADLINE),
        ("bare_answer", FAQ, "### Is it free?\n\nNein, es kostet.", HEADLINE),
    ],
)
def test_a_planted_weakness_is_noted(rule: str, spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    assert found(ADVICE, make_piece(body, spec, **fields)) == {rule}


@pytest.mark.parametrize(
    ("spec", "body", "fields"),
    [
        (META, "", LINES),
        (META, "", LINES | {"title": "Our FREELANCE  EMAIL"}),
        (OPENING, TEXT, HERO),
        (OPENING, "Mail waits.", HERO | {"subhead": "Freelance-email in order."}),
        (BLOCK, "### Choose\n\nIssue #1 and #mail are no headings.", HEADLINE),
        (BLOCK, "Mail waits.", {"headline": "Nothing of keywords"}),
        (make_section(), "# A book may begin so\n\nMail waits.", {}),
        (
            FAQ,
            "### Is it free?\n\nThe template is free.\n\n### Which?\n\nNo template fits all mail.",
            HEADLINE,
        ),
        (make_section("faq", kind="faq"), "### Is it free?\n\nYes, it is.", HEADLINE),
    ],
)
def test_what_is_as_it_should_be_is_not_noted(spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    assert found(ADVICE, make_piece(body, spec, **fields)) == set()


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (LINES | {"title": "f" * 61}, "Title has 61 characters (60 at most)."),
        (LINES | {"description": "d" * 156}, "Description has 156 characters (155 at most)."),
        ({"title": "Freelance email"}, "There is no line \u201cDescription: ...\u201d."),
    ],
)
def test_the_lines_that_search_engines_show_are_kept_short(lines: dict[str, Any], complaint: str) -> None:
    violations = broken(CONTRACT, make_piece("", META, **lines))

    assert [violation.message for violation in violations] == [complaint]


def test_every_rule_of_pages_has_a_planted_weakness_here() -> None:
    planted = {case[0] for case in test_a_planted_weakness_is_noted.pytestmark[0].args[1]}
    of_pages = {rule.__name__ for rule in ADVICE if rule.__module__ == pages.__name__}

    assert of_pages == planted | {"crowded_keyword"}


def test_a_keyword_may_be_two_in_a_hundred_of_the_words_of_a_page() -> None:
    assert not list(pages.crowded_keyword(page_of(times=2, words=100)))
    assert not list(pages.crowded_keyword(page_of(times=4, words=200)))


def test_a_keyword_that_is_more_is_told_where_the_page_begins() -> None:
    [violation] = pages.crowded_keyword(page_of(times=5, words=200))

    assert violation.section == "intro"
    assert (
        violation.message == "“freelance email” stands 5 times on the page, 2.5 % of its words (2 % at most)."
    )


def test_what_only_search_engines_are_told_is_no_part_of_the_page() -> None:
    piece = page_of(times=4, words=200)
    told = FinishedSection(spec=META, position=3, body="", fields=LINES, words=0)
    piece = replace(piece, draft=replace(piece.draft, sections=(*piece.draft.sections, told)))

    assert not list(pages.crowded_keyword(piece))


def page_of(*, times: int, words: int) -> Piece:
    """Return the opening of a page of so many words, which says the keyword so many times."""
    body = " ".join(["freelance email"] * times + ["mail"] * (words - 2 * times))
    piece = make_piece("", OPENING)
    section = FinishedSection(spec=BLOCK, position=2, body=body, fields={}, words=words)
    return replace(piece, draft=replace(piece.draft, sections=(section,)))
