from typing import Any

import pytest

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch import BLUEPRINT
from tests.support.briefs import brief
from tests.support.demo_launch import launch_inputs


def planned(task: str, *, language: str = "en", **inputs: Any) -> dict[str, SectionSpec]:
    specs = BLUEPRINT.task(task, {}).sections(brief(), launch_inputs(**inputs), (), language=language)
    return {spec.key: spec for spec in specs}


def test_the_offer_names_problem_mechanism_deliverables_bonuses_price_and_answers() -> None:
    assert list(planned("offer")) == [
        "problem",
        "mechanism",
        "deliverables",
        "bonuses",
        "price",
        "objection_answers",
    ]


def test_bonuses_that_nobody_named_are_only_considered() -> None:
    assert planned("offer")["bonuses"].title == "Bonuses to consider"
    assert planned("offer", bonuses=["A card"])["bonuses"].title == "Bonuses"
    assert planned("offer", bonuses=["A card"])["bonuses"].include == ("A card",)


def test_the_price_stands_as_the_language_writes_money() -> None:
    assert "17,00 $" in planned("offer", language="de")["price"].include


@pytest.mark.parametrize("slides", [25, 30, 40])
def test_the_deck_has_as_many_slides_as_were_asked_for(slides: int) -> None:
    specs = planned("deck", slides=slides)

    assert list(specs) == [f"slide_{number}" for number in range(1, slides + 1)]
    assert {spec.kind for spec in specs.values()} == {"slide"}


def test_the_deck_opens_with_the_event_and_ends_on_the_one_thing_to_do() -> None:
    specs = planned("deck", event="Spring talk")

    assert specs["slide_1"].include == ("Spring talk",)
    assert specs["slide_30"].include == (
        "Calm Inbox Handbook",
        "$17.00",
        "https://harbourdesk.example/handbook",
    )
