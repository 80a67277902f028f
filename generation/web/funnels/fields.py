"""The fields in which a brief is written: what each is called, where its value stands, how long it may be.

What is right in them is not said here: that is `check_brief` of the blueprint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from generation.blueprints.funnel.brief import BRIEF_SCHEMA
from generation.blueprints.funnel.products import BUNDLE, LEAD_MAGNET, PRODUCTS, ProductKind
from generation.engine.verbs.briefs import LONGEST_NAME

Kind = Literal["line", "text", "lines", "language", "format", "price", "url", "currency"]

OWN = frozenset({"name", "language"})
"""The paths that are not in the brief but the funnel's own."""

FORMATS = ("ebook", "guide", "checklist", "workbook", "planner", "templates")
CURRENCIES = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "BRL", "MXN", "SEK", "DKK", "NOK", "PLN", "JPY")
"""What is offered to choose from; a brief that comes through the API may hold any other."""


@dataclass(frozen=True, kw_only=True)
class BriefField:
    """One field. `path` is where its value stands in the brief, dotted; a field of OWN is the funnel's."""

    path: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    placeholder: str = ""
    optional: bool = False
    usual: str = ""  # what is taken where it is left out

    @property
    def name(self) -> str:
        """What the form calls it: no dots, which selectors would read as classes."""
        return self.path.replace(".", "-")

    @property
    def longest(self) -> int:
        """The most characters it may have; in a field of lines, one line."""
        return LONGEST_NAME if self.path == "name" else _limits(self.path)[0]

    @property
    def most(self) -> int:
        """The most lines it may have."""
        return _limits(self.path)[1] if self.kind == "lines" else 1


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields that belong together; the groups of the products are shown one by one, and folded."""

    fields: tuple[BriefField, ...]
    key: str = ""
    title: str = ""
    note: str = ""


def _product(kind: ProductKind, note: str) -> FieldGroup:
    chapters = f"One a line, {kind.fewest} to {kind.most}. Left out, the writer names {kind.usual}."
    place = f"products.{kind.key}"
    offer = _offer(place, price="free" if kind is LEAD_MAGNET else "17.00")
    return FieldGroup(
        key=kind.key,
        title=kind.label,
        note=note,
        fields=(
            offer[0],
            BriefField(path=f"{place}.format", label="Format", kind="format", hint=_SUCH_FORMATS),
            *offer[1:],
            BriefField(
                path=f"{place}.chapters", label="Chapters", kind="lines", hint=chapters, optional=True
            ),
        ),
    )


def _offer(place: str, *, price: str) -> tuple[BriefField, BriefField, BriefField]:
    return (
        BriefField(path=f"{place}.name", label="Name"),
        BriefField(
            path=f"{place}.price",
            label="Price",
            kind="price",
            hint="Such as 19.00; 0 is free.",
            placeholder=price,
        ),
        BriefField(
            path=f"{place}.url",
            label="Web address",
            kind="url",
            hint="Where its page is, or will be.",
            placeholder="https://",
        ),
    )


_SUCH_FORMATS = "Such as checklist, ebook or video course."
_NOTES = {
    "lead_magnet": "What people get for their address; mostly free.",
    "front_end": "The first thing they buy.",
    "bump": "A small extra, offered at the checkout.",
    "upsell_1": "Offered right after they bought.",
    "upsell_2": "Offered after the first upsell.",
}

AUDIENCE = FieldGroup(
    fields=(
        BriefField(path="name", label="Name of the funnel", hint="Only you see it."),
        BriefField(path="language", label="Language", kind="language", hint="Everything is written in it."),
        BriefField(
            path="topic", label="What is it about?", kind="text", hint="The idea, in a sentence or two."
        ),
        BriefField(
            path="audience", label="Who is it for?", kind="text", hint="Such as first-time managers in tech."
        ),
        BriefField(
            path="pain_points", label="What troubles them?", kind="lines", hint="One a line, 1 to 10."
        ),
        BriefField(
            path="promise", label="What will they be able to do?", kind="text", hint="The promise you make."
        ),
    )
)
PRODUCT_GROUPS = tuple(_product(kind, _NOTES[kind.key]) for kind in PRODUCTS)
BUNDLE_GROUP = FieldGroup(
    key=BUNDLE,
    title="Bundle",
    note="All five together, for less than one by one.",
    fields=_offer(BUNDLE, price="47.00"),
)
MONEY = FieldGroup(
    fields=(
        BriefField(
            path="currency",
            label="Currency",
            kind="currency",
            hint="For all prices.",
            usual=BRIEF_SCHEMA["properties"]["currency"]["default"],
        ),
    )
)
STYLE = FieldGroup(
    fields=(
        BriefField(
            path="brand_voice",
            label="Voice of the brand",
            kind="text",
            hint="Such as warm, plain, a little dry. Left out, the house's voice is taken.",
            optional=True,
        ),
        BriefField(path="author", label="Who publishes it?", hint="The name on the cover."),
        BriefField(
            path="keywords", label="Keywords", kind="lines", hint="One a line, up to 20.", optional=True
        ),
    )
)


@cache
def _limits(path: str) -> tuple[int, int]:
    """Return the most characters of the value at that path, and the most items where it is a list."""
    if path in OWN:
        return 10, 1
    schema: Mapping[str, Any] = BRIEF_SCHEMA
    for step in path.split("."):
        schema = _resolved(schema["properties"][step])
    items = _resolved(schema.get("items", schema))
    return items.get("maxLength", 40), schema.get("maxItems", 1)


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema itself instead of a reference to it or a choice between it and nothing."""
    if "anyOf" in schema:
        return _resolved(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "$ref" in schema:
        found: Mapping[str, Any] = BRIEF_SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema
