from typing import Any

import pytest

from generation.blueprints.base import Demand
from generation.blueprints.page.inputs import check_inputs, demand, page_type, read_inputs, subject
from tests.support.demo_page import page_inputs

LEAST = {"page_type": "blog", "url": "shop.example/mugs", "keywords": ["mugs"]}


def test_a_type_an_address_and_a_keyword_are_enough() -> None:
    assert check_inputs(LEAST) == {}


def test_the_inputs_of_the_sample_are_whole() -> None:
    assert check_inputs(page_inputs()) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page_type", "homepage"),
        ("url", "not an address"),
        ("url", "mailto:ana@shop.example"),
        ("keywords", []),
        ("keywords", ["mug"] * 2),
        ("keywords", ["Mug", "mug"]),
        ("keywords", [f"mug {number}" for number in range(11)]),
        ("keywords", ["m" * 51]),
        ("keywords", ["[mug]"]),
        ("keywords", ["mugs, blue cups"]),
        ("sku_count", -1),
        ("sku_count", "12"),
        ("sku_count", True),
        ("monthly_searches", 10**10),
        ("content_status", "gone"),
        ("product_data", "x" * 60_001),
        ("competitor_url", "file:///etc/passwd"),
        ("colour", "blue"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_at_its_field(field: str, value: Any) -> None:
    problems = check_inputs(LEAST | {field: value})

    assert {path.partition(".")[0] for path in problems} == {field}
    assert all(sentence.endswith(".") for sentence in problems.values())


def test_keywords_that_were_run_together_are_asked_for_one_by_one() -> None:
    problems = check_inputs(LEAST | {"keywords": ["mugs", "blue cups, red cups"]})

    assert problems == {"keywords.1": "Give each keyword by itself, without a comma."}


@pytest.mark.parametrize("given", [{}, {"keywords": None}, {"url": 5}, {"page_type": ["blog"]}])
def test_half_of_the_inputs_asks_for_the_rest_and_has_no_subject(given: dict[str, Any]) -> None:
    assert check_inputs(given)
    assert subject(given) == ""
    assert demand(given) is None


def test_a_page_is_known_by_its_address_however_it_is_written() -> None:
    assert subject(LEAST) == subject(LEAST | {"url": "https://SHOP.example/mugs/#top"})
    assert subject(LEAST) == "https://shop.example/mugs"


def test_the_longest_address_fits_the_subject() -> None:
    url = "shop.example/" + "m" * 287

    assert check_inputs(LEAST | {"url": url}) == {}
    assert len(subject(LEAST | {"url": url})) <= 500


@pytest.mark.parametrize(
    ("status", "content"), [("missing", "missing"), ("outdated", "outdated"), ("current", "")]
)
def test_the_demand_follows_from_products_searches_and_what_stands_there(status: str, content: Any) -> None:
    given = LEAST | {"sku_count": 1240, "monthly_searches": 800, "content_status": status}

    assert demand(given) == Demand(sku_count=1240, monthly_searches=800, content=content)


def test_where_nothing_is_said_nothing_stands_there_yet() -> None:
    assert read_inputs(LEAST).content_status == "missing"


def test_a_job_without_inputs_is_a_category_page() -> None:
    assert page_type({}).key == "category"
    assert page_type({"page_type": ["blog"]}).key == "category"
