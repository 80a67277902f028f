"""The rule that what a page tells programs about itself is in the shape that they read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generation.calls import Violation
from generation.pipeline.rules.base import Piece

CONTEXT = "https://schema.org"
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "WebPage": ("url", "name"),
    "CollectionPage": ("url", "name"),
    "BlogPosting": ("url", "headline", "author"),
    "Product": ("url", "name"),
    "FAQPage": ("mainEntity",),
    "Question": ("name", "acceptedAnswer"),
    "Answer": ("text",),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "Organization": ("name",),
}
"""What each type must say; a type that does not stand here is none of ours."""


def bad_structured_data(piece: Piece) -> Iterator[Violation]:
    if piece.spec.kind != "json_ld":
        return
    for wrong in _problems(piece.body):
        yield piece.breaks("bad_structured_data", wrong)


def _problems(body: str) -> Iterator[str]:
    if "</" in body:
        yield "\u201c</\u201d stands in it, which ends the script element around it; write \u201c<\\/\u201d."
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):  # the latter for brackets in brackets in brackets
        yield "It is not JSON."
        return
    if not isinstance(data, dict) or data.get("@context") != CONTEXT:
        yield f"It is no object with the @context {CONTEXT}."
        return
    if "@graph" in data and not data["@graph"]:
        yield "Its @graph is empty."
    for found in _objects(data.get("@graph", [data])):
        yield from _wrong_with(found)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in it at any depth, save those that only point to another."""
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
    elif isinstance(value, dict) and value.keys() != {"@id"}:
        yield value
        yield from _objects(list(value.values()))


def _wrong_with(found: Mapping[str, Any]) -> Iterator[str]:
    kind = found.get("@type")
    if not isinstance(kind, str) or kind not in REQUIRED:
        yield f"An object has the @type {kind}; known are {', '.join(REQUIRED)}."
        return
    for name in REQUIRED[kind]:
        if found.get(name) in (None, "", [], {}):
            yield f"{kind} lacks {name}."
