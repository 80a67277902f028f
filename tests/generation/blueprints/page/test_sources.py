import pytest

from generation.blueprints.page.sources import SOURCES, product_facts
from generation.pipeline.context import gather
from tests.support.demo_page import page_inputs


def test_a_catalogue_is_told_product_by_product() -> None:
    facts = product_facts({"product_data": "name;price\nMug;9\nJug, large;12"})

    assert facts.splitlines() == ["2 products:", "- name: Mug; price: 9", "- name: Jug, large; price: 12"]


@pytest.mark.parametrize(
    "text",
    [
        "We sell mugs, jugs and bowls.\nAll of them, as it happens, are blue.",
        "Mugs, jugs",
        "Mugs\nJugs",
        "| name | price |\n|---|---|\n| Mug | 9 |",
        '[{"name": "Mug", "price": 9},\n {"name": "Jug", "price": 12}]',
    ],
)
def test_any_other_text_is_told_as_it_is(text: str) -> None:
    assert product_facts({"product_data": text}) == text


def test_only_what_was_given_is_told() -> None:
    inputs = page_inputs(product_data=None, competitor_data="They list by trade.")

    facts, unreachable = gather(SOURCES, inputs)

    assert list(facts) == ["competitor data", "search data"]
    assert unreachable == {}
