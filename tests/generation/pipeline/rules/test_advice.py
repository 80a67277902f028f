from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.pipeline.rules import ADVICE, advice
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece

LINK = "https://a.example/x"
EMAIL = make_section("email_1", kind="email", role="email")
LISTING = make_section("listing", kind="listing", role="listing")
CTA = make_section("call_to_action", role="cta")
CONTENTS = make_section(chapters=2)
BODY = f"Open it: {LINK}"
LINES: dict[str, Any] = {"subject": "Your inbox, twice a day", "preview": "It starts on Monday."}


@pytest.mark.parametrize(
    ("rule", "spec", "body", "fields"),
    [
        ("word_range", make_section(words=(30, 120)), "Few words.", {}),
        ("word_range", make_section(words=(1, 2)), "A few more words.", {}),
        ("filler_phrase", make_section(), "In today\u2019s fast-paced world, mail waits.", {}),
        ("filler_phrase", make_section(), "Unlock your mornings.", {}),
        ("filler_phrase", make_section(), "It is a game-changer.", {}),
        ("filler_phrase", make_section(), "Let us dive in.", {}),
        ("filler_phrase", make_section(), "It elevates the day.", {}),
        ("filler_phrase", make_section(), "We delve into it.", {}),
        ("filler_phrase", make_section(), "Look no further.", {}),
        ("ai_mention", make_section(), "As an AI, I cannot know.", {}),
        ("ai_mention", make_section(), "En tant qu\u2019IA, je ne sais pas.", {}),
        ("filler_text", make_section(), "Lorem ipsum dolor.", {}),
        ("zero_price", make_section(), "It costs $0.00 today.", {}),
        ("zero_price", make_section(), "Es kostet 0,00 \u20ac.", {}),
        ("heading_repeated", make_section(), "#### Two windows\n\nTwo windows. Then more.", {}),
        ("heading_repeated", make_section(title="Two windows a day"), "Two windows a day. Then more.", {}),
        ("heading_repeated", make_section(title="Two windows a day"), "## Two windows a day\n\nMore.", {}),
        ("chapters_unread", CONTENTS, "The Book", {}),
        ("chapters_unread", CONTENTS, "The Book\n\nChapters:\n1. One\n2. Two\n3. Three", {}),
        (
            "late_keyword",
            LISTING,
            "Good.",
            {"title": "A checklist for people who are tired of freelance email"},
        ),
        ("tag_repeated", LISTING, "Good.", {"title": "Freelance email", "tags": ["Email", "email"]}),
        ("exclamation_marks", EMAIL, f"Hi! {BODY}", LINES | {"subject": "Hi!"}),
        ("subject_in_capitals", EMAIL, BODY, LINES | {"subject": "OPEN THIS NOW"}),
        ("long_subject", EMAIL, BODY, LINES | {"subject": "s" * 46}),
        ("preview_repeats_subject", EMAIL, BODY, LINES | {"preview": "Your inbox, twice a day."}),
        ("link_times", EMAIL, "No link.", LINES),
        ("link_times", EMAIL, f"{LINK} {LINK} {LINK}", LINES),
        ("link_times", EMAIL, f"{LINK} https://a.example/y", LINES),
        ("link_times", CTA, "No link.", {}),
        ("link_times", CTA, f"{LINK} https://a.example/y", {}),
    ],
)
def test_a_planted_weakness_is_noted(rule: str, spec: SectionSpec, body: str, fields: dict[str, Any]) -> None:
    assert found(ADVICE, make_piece(body, spec, **fields)) == {rule}


@pytest.mark.parametrize(
    ("spec", "body", "fields", "language"),
    [
        (make_section(words=(1, 3)), "Three plain words.", {}, "en"),
        (make_section(), "Unlock it.", {}, "de"),
        (make_section(), "He said a game changed her. The divers went in.", {}, "en"),
        (make_section(), "A chair is not an aim.", {}, "en"),
        (make_section(), "It costs $10.00 or 0.005.", {}, "en"),
        (
            make_section(title="Two windows"),
            "Two windows a day are enough.\n\n#### Why\n\nSo it is.",
            {},
            "en",
        ),
        (make_section(), "#### One\n\n#### One\n\nText.", {}, "en"),
        (CONTENTS, "The Book\n\n**Chapters:**\n\n1. One\n2. Two", {}, "en"),
        (LISTING, "Good.", {"title": "Freelance Email checklist", "tags": ["a", "b"]}, "en"),
        (EMAIL, f"Hi! {BODY} and [again]({LINK}).", LINES, "en"),
        (EMAIL, BODY, LINES | {"subject": "FAQ"}, "en"),
        (CTA, BODY, {}, "en"),
    ],
)
def test_good_craft_gets_no_advice(
    spec: SectionSpec, body: str, fields: dict[str, Any], language: str
) -> None:
    assert found(ADVICE, make_piece(body, spec, language=language, **fields)) == set()


def test_every_rule_of_advice_has_a_planted_weakness_above() -> None:
    planted = {case[0] for case in test_a_planted_weakness_is_noted.pytestmark[0].args[1]}

    assert planted == {rule.__name__ for rule in ADVICE if rule.__module__ == advice.__name__}
