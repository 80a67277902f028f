import json
from typing import Any

import pytest

from generation.pipeline.rules import ADVICE, CONTRACT, DERIVED, broken
from generation.pipeline.rules.base import Piece
from tests.support.blueprints import make_section
from tests.support.pieces import make_piece

ANSWER = {"@type": "Answer", "text": "It is."}
QUESTION = {"@type": "Question", "name": "Is it?", "acceptedAnswer": ANSWER}
PAGE = {"@type": "WebPage", "url": "https://a.example/b", "name": "B"}
FAQ = {"@type": "FAQPage", "mainEntity": [QUESTION]}


def piece(body: str) -> Piece:
    return make_piece(body, make_section("json_ld", kind="json_ld"))


def said_of(*nodes: Any, context: Any = "https://schema.org") -> list[str]:
    """Return what the rule says of a graph of these."""
    return complaints(json.dumps({"@context": context, "@graph": nodes}))


def complaints(body: str) -> list[str]:
    return [violation.message for violation in broken(DERIVED, piece(body))]


def test_a_whole_graph_is_not_complained_of() -> None:
    assert said_of(PAGE | {"mainEntity": {"@id": "https://a.example/b#x"}}, FAQ) == []


def test_one_object_needs_no_graph() -> None:
    assert complaints(json.dumps({"@context": "https://schema.org", **PAGE})) == []


@pytest.mark.parametrize(
    ("node", "complaint"),
    [
        (PAGE | {"name": ""}, "WebPage lacks name."),
        ({"@type": "Product", "url": "https://a.example"}, "Product lacks name."),
        (FAQ | {"mainEntity": []}, "FAQPage lacks mainEntity."),
        (
            FAQ | {"mainEntity": [QUESTION | {"acceptedAnswer": {"@type": "Answer", "text": ""}}]},
            "Answer lacks text.",
        ),
        (
            {"@type": "BlogPosting", "url": "u", "headline": "h", "author": {"@type": "Organization"}},
            "Organization lacks name.",
        ),
    ],
)
def test_what_a_type_must_say_and_does_not_is_named(node: dict[str, Any], complaint: str) -> None:
    assert said_of(node) == [complaint]


def test_a_type_that_is_none_of_ours_is_named() -> None:
    [complaint] = said_of({"@type": "Offer", "price": "1"})

    assert complaint.startswith("An object has the @type Offer; known are WebPage,")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("{", "It is not JSON."),
        ("[" * 60_000, "It is not JSON."),
        ("[]", "It is no object with the @context https://schema.org."),
        ('{"@type": "WebPage"}', "It is no object with the @context https://schema.org."),
        ('{"@context": "https://schema.org", "@graph": []}', "Its @graph is empty."),
    ],
)
def test_what_is_no_structured_data_at_all_is_told(body: str, complaint: str) -> None:
    assert complaints(body) == [complaint]


def test_what_would_end_the_script_element_is_told() -> None:
    [complaint] = complaints(json.dumps({"@context": "https://schema.org", **PAGE, "name": "</script>"}))

    assert complaint.startswith("“</” stands in it")


def test_no_rule_of_prose_is_broken_by_it() -> None:
    body = json.dumps({"@context": "https://schema.org", "@graph": [PAGE, FAQ]}, indent=2)

    assert broken((*CONTRACT, *ADVICE), piece(body)) == ()
