import json
from typing import Any

import pytest

from generation.blueprints.base import WrittenSection
from generation.blueprints.page.components import PAGE_TYPES
from generation.blueprints.page.structured_data import structured_data
from generation.pipeline.rules import DERIVED, broken
from tests.support.blueprints import make_section
from tests.support.demo_page import TYPES, page_inputs, page_sample
from tests.support.pieces import make_piece

BRIEF = page_sample()["brief"]
META = {"title": "Reply templates", "description": "Which to choose."}
FAQ = "### Which is first?\n\nThe smallest.\n\n### Why?\n\nIt is done."


def written(kind: str, body: str = "", **fields: str) -> WrittenSection:
    return WrittenSection(key=kind, kind=kind, title=kind, body=body, fields=fields)


def body_for(faq: str = FAQ, headline: str = "Reply templates, sorted", **inputs: Any) -> str:
    sections = (
        written("meta", **META),
        written("hero", "Text.", headline=headline),
        written("block", "Text.", headline="How to choose"),
        written("faq", faq, headline="Questions"),
    )
    [section] = structured_data(BRIEF, page_inputs(**inputs), sections, language="de")
    return section.body


def graph_for(**inputs: Any) -> dict[str, dict[str, Any]]:
    """Return the graph's nodes by their types."""
    return {node["@type"]: node for node in json.loads(body_for(**inputs))["@graph"]}


@pytest.mark.parametrize("page_type", TYPES)
def test_every_type_of_page_is_in_the_shape_that_programs_read(page_type: str) -> None:
    piece = make_piece(body_for(page_type=page_type), make_section("json_ld", kind="json_ld"))

    assert broken(DERIVED, piece) == ()


@pytest.mark.parametrize("page_type", TYPES)
def test_a_page_says_what_schema_org_calls_it(page_type: str) -> None:
    assert PAGE_TYPES[page_type].schema_type in graph_for(page_type=page_type)


def test_a_page_says_its_address_title_language_and_publisher() -> None:
    page = graph_for()["CollectionPage"]

    assert page["url"] == "https://harbourdesk.example/collections/reply-templates"
    assert (page["name"], page["description"], page["inLanguage"]) == (*META.values(), "de")
    assert page["publisher"] == {"@type": "Organization", "name": "Harbour Desk"}


def test_the_questions_are_told_with_their_answers() -> None:
    assert [
        (each["name"], each["acceptedAnswer"]["text"]) for each in graph_for()["FAQPage"]["mainEntity"]
    ] == [("Which is first?", "The smallest."), ("Why?", "It is done.")]


def test_a_page_without_questions_says_nothing_of_them() -> None:
    assert "FAQPage" not in graph_for(faq="Text.")


def test_the_way_to_the_page_begins_at_the_front_of_the_site() -> None:
    steps = graph_for()["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "harbourdesk.example", "https://harbourdesk.example/"),
        (2, "Collections", "https://harbourdesk.example/collections"),
        (3, "Reply templates", "https://harbourdesk.example/collections/reply-templates"),
    ]


def test_a_front_page_has_no_way() -> None:
    assert "BreadcrumbList" not in graph_for(url="harbourdesk.example")


def test_no_price_rating_or_date_is_made_up() -> None:
    product = graph_for(page_type="product")["Product"]

    assert product.keys() == {"@type", "@id", "name", "description", "url"}
    assert "datePublished" not in graph_for(page_type="blog")["BlogPosting"]


def test_the_headline_of_a_post_is_cut_at_a_word() -> None:
    post = graph_for(page_type="blog", headline="Bread rises. " * 9)["BlogPosting"]

    assert post["headline"] == ("Bread rises. " * 8).strip() + " Bread"


def test_nothing_in_it_ends_the_script_element_around_it() -> None:
    body = body_for(faq="### Safe?\n\n</script><!-- it is")

    assert "</" not in body
    assert "<!--" not in body
    assert json.loads(body)["@graph"][-1]["mainEntity"][0]["acceptedAnswer"]["text"] == "</script><!-- it is"
