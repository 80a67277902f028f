"""The sentences the demo writer draws from, and how they are said."""

import re
from pathlib import Path

import pytest

from generation.pipeline.reading import plain_words
from generation.providers.demo.curriculum import USUAL, Place, plan_lessons
from generation.providers.demo.material import FOLDER, Lesson, bank, lessons, names, scripts
from generation.providers.demo.voice import Voice, readings

BANKS = sorted(path.stem for path in (FOLDER / "banks").glob("*.md"))
LONG = 8
NOUNS = {"work": "the work", "focus": "flour", "subject": "bread"}

every_lesson = pytest.mark.parametrize("lesson", lessons().values(), ids=lambda lesson: lesson.key)


def lines_of(lesson: Lesson) -> list[str]:
    steps = [line for step in lesson.steps for line in step]
    return [*lesson.open, *lesson.why, *steps, *lesson.example, *lesson.mistake, *lesson.now, *lesson.ask]


@every_lesson
def test_a_long_sentence_of_a_lesson_can_be_said_in_several_ways(lesson: Lesson) -> None:
    stiff = [line for line in lines_of(lesson) if readings(line) < 2 and len(plain_words(line)) >= LONG]

    assert stiff == []


@pytest.mark.parametrize("name", BANKS)
def test_no_sentence_asks_before_it_names_a_title_that_may_ask_itself(name: str) -> None:
    asking = re.compile(r"\b(?:what|where|why|how) (?:\w+ )?\*\{\w*title\}", re.IGNORECASE)
    lines = [line for part in bank(name).values() for paragraph in part for line in paragraph]

    assert [line for line in lines if asking.search(line)] == []


@every_lesson
def test_a_lesson_has_five_steps_with_short_names(lesson: Lesson) -> None:
    assert len(lesson.steps) == 5
    for what, _ in lesson.steps:
        for use in range(readings(what)):
            said = Voice(seed="x", values=NOUNS).say(what, use=use)
            assert len(plain_words(said)) < LONG


@every_lesson
def test_the_titles_of_a_lesson_are_short(lesson: Lesson) -> None:
    for use in range(readings(lesson.titles)):
        assert len(plain_words(Voice(seed="x").say(lesson.titles, use=use))) < LONG


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.md")), ids=lambda path: path.stem)
def test_every_choice_is_closed_and_every_slot_a_plain_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.count("[") == text.count("]")
    assert not re.search(r"\[[^\]|]*\]", text), "a choice of one"
    assert not re.search(r"\{(?!\w+\})", text)


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_holds_no_paragraph_twice(name: str) -> None:
    for part in bank(name).values():
        assert len(set(part)) == len(part)


def test_the_answers_in_reserve_last_for_the_longest_funnel() -> None:
    most_chapters, answers_a_chapter = 8 + 10 + 8 + 16 + 16, 4
    uses = -(-most_chapters * answers_a_chapter // len(bank("depth")["all"]))
    lines = [line for paragraph in bank("depth")["all"] for line in paragraph if "{title}" not in line]

    few = [line for line in lines if readings(line) < uses]
    assert [line for line in few if len(plain_words(Voice(seed="x").say(line))) >= LONG] == []


def test_a_sentence_has_as_many_readings_as_it_promises() -> None:
    line = "[a|b] and [c|d|e] and [f|g]"
    voice = Voice(seed="any")

    assert len({voice.say(line, use=use) for use in range(readings(line))}) == readings(line) == 12


def test_the_second_reading_changes_every_choice() -> None:
    voice = Voice(seed="any")
    first, second = (voice.say("[a|b] [c|d] [e|f]", use=use).lower().split() for use in (0, 1))

    assert all(one != other for one, other in zip(first, second, strict=True))


def test_a_drawn_paragraph_is_left_out_when_all_its_readings_are_used() -> None:
    voice, part = Voice(seed="any"), (("[a|b]",),)

    assert sorted(voice.draw(part, number) for number in range(3)) == ["", "A", "B"]


def test_a_name_from_the_brief_keeps_its_small_letter_at_the_start() -> None:
    voice = Voice(seed="any", values={"product": "iTunes basics", "subject": "bread"})

    assert voice.say("{product} helps.") == "iTunes basics helps."
    assert voice.say("{subject} helps.") == "Bread helps."


def test_an_ordinary_funnel_teaches_each_lesson_once() -> None:
    places = [Place(product=key, number=at + 1) for key, usual in USUAL.items() for at in range(len(usual))]

    taught = [teaching.lesson.key for teaching in plan_lessons(places).values()]
    assert len(set(taught)) == len(taught) == 30


def test_a_title_finds_the_lesson_that_fits_it() -> None:
    place = Place(product="bump", number=1, title="The weekly reset")

    assert plan_lessons([place])["bump", 1].lesson.key == "weekly-reset"


def test_there_are_names_and_scripts_enough() -> None:
    assert len({name for name, _ in names()}) >= 40
    assert len(scripts()) >= 20
