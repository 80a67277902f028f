import pytest

from generation.blueprints.page.sources import SOURCES, product_facts
from generation.pipeline.context import gather
from tests.support.demo_page import page_inputs
from tests.support.uploads import read


def test_a_catalogue_is_told_product_by_product() -> None:
    facts = product_facts({"product_data": "name;price\nMug;9\nJug, large;12"})

    assert facts.splitlines() == ["2 products:", "- name: Mug; price: 9", "- name: Jug, large; price: 12"]


@pytest.mark.parametrize(
    "content", ['name,price\n"Mug | cup",9\nJug,\n', "sep=;\nname;price\nMug | cup;9\nJug;\n"]
)
def test_a_catalogue_is_told_alike_whether_it_was_pasted_or_read_from_a_file(content: str) -> None:
    told = "2 products:\n- name: Mug | cup; price: 9\n- name: Jug"

    assert product_facts({"product_data": content}) == told
    assert product_facts({"product_data": read("mugs.csv", content.encode())}) == told


@pytest.mark.parametrize(
    "text",
    [
        "We sell mugs, jugs and bowls.\nAll of them, as it happens, are blue.",
        "Mugs, jugs",
        "Mugs\nJugs",
        "name,price\nMug, blue,12 EUR",
        "name,price,price\nMug,12,13",
        "name,,price\nMug,blue,13",
        "Wool, linen\nCotton, silk, hemp",
        "|name|price||\n|---|---|---|\n|Mug|blue|12 EUR|",
        "|name|price|\n|---|---|\n|Mug|9|\n\nAll of them are blue.",
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
