"""One planted defect, at least, for each rule; and beside it what looks like the defect and is none."""

from typing import Any

import pytest

from generation.blueprints.base import Mark, SectionSpec
from generation.pipeline.rules import CONTRACT, contract
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece

URL = "https://harbourdesk.example/handbook"
EMAIL: dict[str, Any] = {"subject": "Your inbox, twice a day", "preview": "It starts on Monday."}
GERMAN = (
    "Der Tag beginnt im Posteingang, und er hört nicht auf. Die Anfragen der Kunden kommen an fünf Stellen, "
    "und sie gehen verloren. Schnelle Antworten am Abend haben die Kunden gelehrt, dass man sie auch in der "
    "Nacht mit einer Frage stören kann."
)
LISTING: dict[str, Any] = {"title": "Freelance email", "tags": ["a", "b", "c"]}


def _email() -> SectionSpec:
    return make_section("email_1", kind="email")


def _listing(**limits: int) -> SectionSpec:
    return make_section("listing", kind="listing", tags=3, max_tag_chars=20, max_title_chars=140, **limits)


def _bundle() -> SectionSpec:
    return make_section("bundle", kind="bundle", tags=3)


@pytest.mark.parametrize(
    ("rule", "spec", "body", "fields"),
    [
        ("too_short", make_section(min_words=3), "Two words.", {}),
        ("too_long", make_section(max_words=3), "Four words are here.", {}),
        ("missing_text", make_section(include=("The 40-Minute Inbox",)), "The 40 Minute Inbox.", {}),
        ("missing_text", make_section(include=("The 40-Minute Inbox",)), "the 40-minute inbox.", {}),
        ("missing_text", make_section(include=(URL,)), "Go to https://harbourdesk.example/.", {}),
        ("missing_text", make_section(include=(URL,)), f"Go to {URL}-plus.", {}),
        ("missing_text", make_section(include=(URL,)), f"Go to {URL}/more.", {}),
        ("missing_text", make_section(include=(URL,)), f"Go to {URL}?ref=1.", {}),
        ("missing_text", make_section(include=("$17.00",)), "It is $17.", {}),
        ("missing_text", make_section(include=("$17.00",)), "It is $17.005.", {}),
        ("missing_text", make_section(include=("7,00 \u20ac",)), "Nur 47,00 \u20ac.", {}),
        ("missing_text", make_section(include=("7,00 \u20ac",)), "Nur 1.7,00 \u20ac.", {}),
        ("missing_mark", make_section(marks=("checkbox",)), "- Open it\n- Close it", {}),
        ("missing_mark", make_section(marks=("table",)), "Day | Hours", {}),
        ("missing_mark", make_section(marks=("quote",)), "She said > he said", {}),
        ("missing_mark", make_section(marks=("blank",)), "My __answer__ is snake_case", {}),
        ("bad_fields", make_section(button=True), "Buy it now.", {}),
        ("bad_fields", make_section(button=True), "Button: Get it right now for free", {}),
        ("bad_fields", _email(), "Hi.", {"preview": "It starts."}),
        ("bad_fields", _email(), "Hi.", {"subject": "Your inbox"}),
        ("bad_fields", _email(), "Hi.", EMAIL | {"subject": "s" * 81}),
        ("bad_fields", _email(), "Hi.", EMAIL | {"preview": "p" * 141}),
        ("bad_fields", _listing(), "Good.", {"title": "Freelance email"}),
        ("bad_fields", _listing(), "Good.", LISTING | {"title": ""}),
        ("bad_fields", _listing(), "Good.", LISTING | {"title": "t" * 141}),
        ("bad_fields", _listing(), "Good.", LISTING | {"tags": ["a", "b"]}),
        ("bad_fields", _listing(), "Good.", LISTING | {"tags": ["a", "b", "t" * 21]}),
        ("bad_fields", _bundle(), "Good.", LISTING),
        ("bad_fields", _bundle(), "Good.", LISTING | {"short_description": "d" * 301}),
        ("separator_left", make_section(), "One. ===SECTION_BREAK=== Two.", {}),
        ("separator_left", make_section(), "One.\n\n== section break ==\n", {}),
        ("separator_left", _email(), "Hi.", EMAIL | {"preview": "===SECTION_BREAK==="}),
        ("request_left", make_section(), '<request>\n{"language": "en"}', {}),
        ("request_left", make_section(), "Text.\n</written>", {}),
        ("request_left", make_section(), '{"key": "cover", "min_words": 20}', {}),
        ("placeholder", make_section(), "Dear [Name],", {}),
        ("placeholder", _email(), "Hi.", EMAIL | {"subject": "Hello {{first_name}}"}),
        ("wrong_language", make_section(), GERMAN, {}),
    ],
)
def test_a_planted_defect_is_found(rule: str, spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    assert found(CONTRACT, make_piece(body, spec, **fields)) == {rule}


@pytest.mark.parametrize(
    ("spec", "body", "fields"),
    [
        (make_section(min_words=3, max_words=3), "Just three words.", {}),
        (make_section(include=("The 40-Minute Inbox",)), "Read **The 40-Minute\nInbox** now.", {}),
        (make_section(include=("Ana's Inbox",)), "Read Ana\u2019s Inbox.", {}),
        (make_section(include=("17,00 \u20ac",)), "Nur 17,00\u00a0\u20ac.", {}),
        (make_section(include=("17,00\u202f\u20ac",)), "Nur 17,00 \u20ac.", {}),
        (make_section(include=("$17.00",)), "It is $17.00. Really.", {}),
        (make_section(include=("50",)), "All 50, no less.", {}),
        (make_section(include=(URL,)), f"Go to [it]({URL}).", {}),
        (make_section(include=(URL,)), f"Is it {URL}?", {}),
        (make_section(include=(URL,)), f"First {URL}-plus, then {URL}/.", {}),
        (make_section("email", kind="email", include=("Handbook",)), "Hi.", EMAIL | {"subject": "Handbook"}),
        (make_section(button=True), "Text.\n\n**Button: Get the handbook**", {}),
        (make_section(button=True), f"Button: [Get the handbook now]({URL})", {}),
        (_email(), "Hi.", {"subject": "s" * 80, "preview": "p" * 140}),
        (_listing(), "Good.", {"title": "t" * 140, "tags": ["a", "b", "t" * 20]}),
        (_bundle(), "Good.", LISTING | {"short_description": "d" * 300}),
        (make_section("listing", kind="listing"), "Good.", {"title": "t" * 500, "tags": ["any"]}),
    ],
)
def test_what_keeps_the_contract_passes(spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    assert found(CONTRACT, make_piece(body, spec, **fields)) == set()


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("checkbox", "- [ ] Open it"),
        ("checkbox", "Text.\n\n  * [x] Open it"),
        ("table", "| Day | Hours |\n|-----|:---:|\n| Mon | 3 |"),
        ("table", "Day | Hours\n--- | ---\nMon | 3"),
        ("quote", "Copy this:\n\n> Dear Ana,"),
        ("blank", "________________"),
        ("blank", "1. My answer: ______."),
        ("blank", "| Mon | ____ |"),
    ],
)
def test_a_mark_is_known_in_the_ways_it_is_written(mark: Mark, body: str) -> None:
    assert found(CONTRACT, make_piece(body, make_section(marks=(mark,)))) == set()


@pytest.mark.parametrize(
    ("heading", "lacking"),
    [("« Est-ce que ça va\u00a0? »", 0), ("\u201cIs it?\u201d", 0), ("*Is it?*", 0), ("Is it? Yes", 1)],
)
def test_a_question_may_stand_in_quotation_marks(heading: str, lacking: int) -> None:
    piece = make_piece(f"### {heading}\n\nAn answer.", make_section(questions=1))

    assert len(list(contract.missing_questions(piece))) == lacking
