from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch import BLUEPRINT
from tests.support.briefs import brief
from tests.support.demo_launch import REGISTER, WATCH, launch_inputs

SOLD = "https://harbourdesk.example/handbook"
PAGES = {
    "enrolment_pages": {"Enrolment page": SOLD, "Thank-you page": SOLD},
    "watch_pages": {"Watch page": SOLD, "Replay page": SOLD},
    "registration_pages": {"Registration page": REGISTER, "Confirmation page": WATCH},
}


def pages_of(task: str, **inputs: Any) -> dict[str, list[SectionSpec]]:
    """Return the task's pages by their titles: each begins at a hero, as exports cut them."""
    pages: dict[str, list[SectionSpec]] = {}
    specs = BLUEPRINT.task(task, {}).sections(brief(), launch_inputs(**inputs), (), language="en")
    for spec in specs:
        if spec.kind == "hero":
            current = pages.setdefault(spec.title, [])
        current.append(spec)
    return pages


@pytest.mark.parametrize("task", PAGES)
def test_a_task_of_pages_yields_two_of_them(task: str) -> None:
    assert list(pages_of(task)) == list(PAGES[task])


@pytest.mark.parametrize("task", PAGES)
def test_a_page_goes_from_its_hero_to_a_button_and_answers_questions_between(task: str) -> None:
    for title, (hero, *middle, last) in pages_of(task).items():
        assert hero.button, title
        assert last.button, title
        assert last.kind == "block"
        assert [spec.kind for spec in middle].count("faq") == 1
        assert not any(spec.button for spec in middle)


@pytest.mark.parametrize("task", PAGES)
def test_both_buttons_of_a_page_lead_to_its_one_address(task: str) -> None:
    for title, specs in pages_of(task).items():
        links = [[text for text in spec.include if "://" in text] for spec in specs if spec.button]
        assert links == [[PAGES[task][title]]] * 2, title


def test_a_buyer_is_led_to_where_it_is_opened_and_nobody_else_is() -> None:
    pages = pages_of("enrolment_pages", access_url="shop.example/library")

    thanked, sold = (
        {text for spec in pages[title] for text in spec.include if "://" in text}
        for title in ("Thank-you page", "Enrolment page")
    )
    assert (thanked, sold) == ({"https://shop.example/library"}, {SOLD})


@pytest.mark.parametrize("task", PAGES)
def test_the_pieces_of_a_page_are_named_after_it(task: str) -> None:
    for specs in pages_of(task).values():
        page = specs[0].key.removesuffix("_hero")
        assert all(spec.key.startswith(f"{page}_") for spec in specs)
        assert specs[-1].key == f"{page}_cta"


def test_proof_is_asked_for_as_slots_that_its_owner_fills() -> None:
    (proof,) = (spec for spec in pages_of("enrolment_pages")["Enrolment page"] if spec.title == "Proof")

    assert proof.marks == ("quote",)
    assert proof.include == ("Proof slot:",)


def test_the_stack_is_a_table_with_name_price_and_every_bonus() -> None:
    specs = pages_of("enrolment_pages", bonuses=["A letter", "A card"])["Enrolment page"]
    (stack,) = (spec for spec in specs if "table" in spec.marks)

    assert stack.include == ("Calm Inbox Handbook", "$17.00", "A letter", "A card")


def test_event_and_date_stand_where_people_register() -> None:
    heroes = [
        specs[0] for specs in pages_of("registration_pages", event="Spring talk", date="4 May").values()
    ]

    assert all({"Spring talk", "4 May"} <= set(hero.include) for hero in heroes)
