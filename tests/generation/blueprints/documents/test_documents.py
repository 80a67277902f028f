import json
from typing import Any

import pytest

from generation.blueprints import get_blueprint
from generation.blueprints.documents import BLUEPRINT
from generation.management.brief_file import read_brief_file
from tests.support.funnels import SAMPLES, sample

CATALOGUE = [
    "company_profile",
    "value_proposition",
    "market_analysis",
    "competitor_brief",
    "ideal_customer_profile",
    "brand_guidelines",
    "product_one_pager",
    "sales_deck_outline",
    "press_release",
    "faq",
    "case_study_outline",
    "ninety_day_plan",
]


def keys_for(**inputs: Any) -> list[str]:
    return [task.key for task in BLUEPRINT.tasks(inputs)]


def test_the_documents_are_found_by_their_key() -> None:
    assert get_blueprint("documents") is BLUEPRINT


def test_without_inputs_there_is_a_task_for_each_document_of_the_catalogue() -> None:
    assert keys_for() == CATALOGUE


def test_only_the_chosen_documents_are_written_in_the_order_of_the_catalogue() -> None:
    assert keys_for(documents=["faq", "value_proposition"]) == ["value_proposition", "faq"]


@pytest.mark.parametrize("documents", [[], None, "faq", ["no such document"], [3], {"faq": 1}])
def test_a_choice_that_nobody_can_read_is_no_choice(documents: Any) -> None:
    assert keys_for(documents=documents) == CATALOGUE


def test_a_document_reads_another_only_where_that_was_chosen_too() -> None:
    alone = BLUEPRINT.task("sales_deck_outline", {"documents": ["sales_deck_outline"]})
    among_others = BLUEPRINT.task("sales_deck_outline", {"documents": CATALOGUE})

    assert (alone.needs, among_others.needs) == ((), ("value_proposition",))


def test_every_document_has_a_lane_and_a_title_of_its_own() -> None:
    tasks = BLUEPRINT.tasks({})

    assert len({task.lane for task in tasks}) == len({task.title for task in tasks}) == 12


def test_a_document_that_fails_leaves_the_others_to_be_written() -> None:
    assert BLUEPRINT.continue_on_failure


@pytest.mark.parametrize(
    ("inputs", "subject"),
    [
        ({}, ""),
        ({"project": None}, ""),
        ({"project": " Calm \n Inbox "}, "Calm Inbox"),
        ({"project": "Cafe\u0301"}, "Caf\u00e9"),
        ({"project": "x" * 900}, "x" * 80),
    ],
)
def test_the_subject_is_the_project(inputs: dict[str, Any], subject: str) -> None:
    assert BLUEPRINT.subject(inputs) == subject


def test_the_core_of_a_brief_is_enough() -> None:
    brief = {
        name: sample()["brief"][name] for name in ("topic", "audience", "pain_points", "promise", "author")
    }

    assert BLUEPRINT.check_brief(brief, "en") == {}
    assert list(BLUEPRINT.check_brief({}, "xx")) == [*brief, "language"]


def test_the_sample_can_be_generated_as_it_is() -> None:
    file = read_brief_file(SAMPLES / "calm-inbox-documents.json", BLUEPRINT)

    assert keys_for(**file.inputs) == [key for key in CATALOGUE if key in file.inputs["documents"]]
    assert file.brief == sample("calm-inbox")["brief"]
    assert json.dumps(file.inputs)
