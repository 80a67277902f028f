"""What the demo writer writes for a launch, measured by the pipeline's own rules."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from generation.pipeline.draft import FinishedSection
from generation.pipeline.reading import links, plain_words, sentences
from tests.support.demo_funnel import LONG_SENTENCE_WORDS, make_brief
from tests.support.demo_launch import LAUNCH, WATCH, Launch, launch_inputs, text_of, write_launch
from tests.support.funnels import sample

CORE = {name: value for name, value in make_brief().items() if name != "products"}
ODD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one word": (make_brief(), launch_inputs()),
    "most slides": (make_brief(counts=(4, 4, 1, 2, 2)), launch_inputs(slides=40)),
    "fewest slides": (
        make_brief(counts=(8, 10, 8, 16, 16)),
        launch_inputs(slides=25, bonuses=[f"Bonus number {number}" for number in range(8)]),
    ),
    "endless words": (
        make_brief(
            topic="How to " + "do everything well " * 50,
            audience="People " * 140,
            promise="Become better at it, and " * 40,
            pain_points=["It is a very long story. " * 10],
        ),
        launch_inputs(event="Extraordinarily " * 7, slides=40),
    ),
    "other scripts": (
        make_brief(topic="日本語を学ぶ", audience="Многоязычные люди", author="Ødegård ☕"),
        launch_inputs(event="日本語の朝"),
    ),
    "marks": (
        make_brief(topic="Using [Name] tags {x} <insert y>", pain_points=["[Fill in] is hard", "a|b"]),
        launch_inputs(),
    ),
    "another offer": (
        CORE,
        launch_inputs(
            offer_name="A course, in person",
            price="1200",
            url="https://a.example/" + "x" * 270,
            access_url="https://a.example/members",
        ),
    ),
    "a free offer": (make_brief(currency="EUR"), launch_inputs(price="free")),
}


@cache
def written() -> Launch:
    return write_launch()


def sections_of(launch: Launch) -> list[FinishedSection]:
    return [section for sections in launch.values() for section in sections]


def named(launch: Launch, key: str) -> FinishedSection:
    return next(section for section in sections_of(launch) if section.spec.key == key)


def long_sentences(launch: Launch) -> Counter[str]:
    """Return the sentences that must not stand twice, those of named lines included."""
    texts = [
        text for section in sections_of(launch) for text in (section.body, *map(str, section.fields.values()))
    ]
    words = (plain_words(sentence) for text in texts for sentence in sentences(text))
    return Counter(" ".join(each) for each in words if len(each) >= LONG_SENTENCE_WORDS)


def repeated(launch: Launch) -> list[str]:
    return [sentence for sentence, times in long_sentences(launch).items() if times > 1]


def test_the_sample_passes_the_contract_and_leaves_nothing_to_advise() -> None:
    assert [(section.spec.key, a) for section in sections_of(written()) for a in section.advice] == []


def test_no_long_sentence_stands_twice_in_the_sample() -> None:
    assert len(long_sentences(written())) > 300
    assert repeated(written()) == []


@pytest.mark.parametrize("name", ODD)
def test_odd_briefs_and_inputs_pass_the_contract_and_repeat_nothing(name: str) -> None:
    assert repeated(write_launch(*ODD[name])) == []


def test_two_briefs_share_few_of_their_long_sentences() -> None:
    other = write_launch(sample("first-5k")["brief"], launch_inputs(event="Run by June"))

    first, second = (set(long_sentences(launch)) for launch in (written(), other))
    assert len(first & second) < min(len(first), len(second)) / 7


def test_the_same_launch_is_written_in_the_same_words() -> None:
    assert text_of(write_launch()) == text_of(written())


def test_a_note_changes_the_wording_and_not_the_example_person() -> None:
    after = write_launch(note="Shorter, please.")

    assert text_of(after) != text_of(written())
    assert [title for title in titles(after) if title.startswith("Meet ")] == ["Meet Wanda"]


def titles(launch: Launch) -> list[str]:
    return [str(section.fields["title"]) for section in launch["deck"]]


@pytest.mark.parametrize("slides", [25, 31, 40])
def test_a_deck_of_any_length_goes_from_the_event_to_the_one_thing_to_do(slides: int) -> None:
    inputs = sample(LAUNCH)["inputs"] | {"slides": slides}

    deck = write_launch(inputs=inputs)["deck"]

    assert len(deck) == slides
    assert deck[0].fields["title"] == "Mornings Without the Inbox"
    assert deck[-1].fields["title"] == "The one thing to do now"
    assert sum("Calm Inbox Handbook costs $17.00" in str(slide.fields["notes"]) for slide in deck) == 1


def test_notes_are_spoken_words_without_marks() -> None:
    for slide in written()["deck"]:
        notes = str(slide.fields["notes"])
        assert 40 <= len(notes.split()) <= 130, slide.spec.key
        assert not re.search(r"[*_#>|]|https?:", notes)


def test_proof_is_left_to_the_owner() -> None:
    slots = re.findall(r"^> Proof slot: \w.+", named(written(), "enrolment_proof").body, re.M)

    assert len(slots) == 3
    assert "Proof slot" not in text_of({key: value for key, value in written().items() if "enrol" not in key})


def test_the_stack_shows_chapters_bonuses_and_the_price() -> None:
    table = named(written(), "enrolment_stack").body

    for cell in ("| What an inbox is for |", "| The Client Hours Letter |", "| **$17.00** |"):
        assert cell in table


def test_a_page_has_one_address() -> None:
    for task in ("enrolment_pages", "watch_pages", "registration_pages"):
        found = {
            (section.spec.key.rpartition("_")[0], link)
            for section in written()[task]
            for link in links(section.body)
        }
        assert len(found) == len({page for page, _ in found}) == 2


def test_where_nobody_named_a_date_none_is_named() -> None:
    without = write_launch(inputs=launch_inputs())

    assert "Thursday 14 May, 18:00 Amsterdam time" in named(written(), "registration_hero").body
    assert not re.search(r"Thursday 14|It takes place:|When:|[Tt]he time(?: to note)?:", text_of(without))
    assert named(without, "registration_hero").fields["subhead"] == (
        "The presentation: for freelance designers and developers with 3 to 10 active clients."
    )


def test_bonuses_that_nobody_named_are_suggested_and_stand_on_no_page() -> None:
    without = write_launch(inputs=launch_inputs())

    assert "none" in named(without, "bonuses").body
    assert "What comes with it" not in titles(without)
    assert "What comes with it" in titles(written())


def test_nothing_is_made_scarce_or_guaranteed() -> None:
    worn = r"guarantee|only \d+ (?:seats|places)|last chance|limited|hurry up|expires|customers? \w+ed|\d+ ?%"

    assert not re.search(worn, text_of(written()), re.IGNORECASE)


def test_a_subject_that_touches_health_is_told_to_ask_a_doctor_in_the_talk_and_on_the_page() -> None:
    launch = write_launch(make_brief(topic="Yoga for bad knees"), launch_inputs(slides=25))

    told = [
        section.spec.key for section in sections_of(launch) if "doctor" in str((section.body, section.fields))
    ]
    assert len(told) == 2
    assert told[0].startswith("slide_")
    assert told[1] == "enrolment_stack"


def test_a_mail_is_signed_and_a_message_goes_out_at_a_time_for_a_reason() -> None:
    for section in written()["follow_up"]:
        assert section.fields["send"]
        assert str(section.fields["why"]).endswith(".")
        if section.spec.kind == "timed_email":
            assert section.body.endswith("\n\nHarbour Desk")


def test_before_the_event_the_messages_lead_to_it() -> None:
    launch = write_launch(inputs=launch_inputs())

    assert [set(links(section.body)) for section in launch["follow_up"]][:3] == [{WATCH}] * 3
