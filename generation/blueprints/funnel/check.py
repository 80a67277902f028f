"""What is missing or wrong in a brief, told to the person who wrote it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from babel.numbers import is_currency
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generation.blueprints.funnel.brief import Brief, Offer, read_brief
from generation.blueprints.funnel.money import bundle_saving, has_unwritable_cents, show_price, total_price
from generation.blueprints.funnel.prices import is_sign_of, read_price
from generation.blueprints.funnel.products import BUNDLE, PRODUCTS
from generation.languages import LANGUAGES

_MOST_SENTENCES = 100
_LONGEST_PATH = 120

Sentence = tuple[str, str]  # dotted path, what to do about it

_WHOLE: Sentence = (
    "brief",
    f"Write the brief as an object with the fields {', '.join(Brief.model_fields)}.",
)


def check_brief(brief: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its dotted path; empty is a good brief.

    Anything at all may be given as the brief; it never raises.
    """
    sentences = dict(islice(_sentences(brief), _MOST_SENTENCES))
    if str(language) not in LANGUAGES:
        sentences["language"] = f"Unsupported language: {_shown(language)[:20]}"
    return sentences


def _sentences(brief: Any) -> Iterator[Sentence]:
    if not isinstance(brief, Mapping):
        yield _WHOLE
        return
    yield from _foreign_prices(brief)
    try:
        whole = read_brief(brief)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            yield (_path(detail["loc"]), _advice(detail)) if detail["loc"] else _WHOLE
        return
    yield from _repeated_names(whole)
    yield from _repeated_chapters(whole)
    yield from _unwritable_prices(whole)
    yield from _dear_bundle(whole)


def _path(loc: Sequence[int | str]) -> str:
    path = ".".join(_shown(step) for step in loc)
    return path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + "..."


def _shown(value: object) -> str:
    return "".join(character if character.isprintable() else "?" for character in str(value))


def _advice(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if detail["type"] in ("extra_forbidden", "invalid_key"):
        fields = ", ".join(_model_at(detail["loc"]).model_fields)
        return f"There is no such field here; the fields are {fields}."
    if detail["type"] == "string_type":  # a number, say; no form can send one, so only programs are told
        return f"{_description_at(detail['loc'])} Give it as text, in quotes."
    return _description_at(detail["loc"])


def _description_at(loc: Sequence[int | str]) -> str:
    """Return the description of the innermost field on that path; an item of a list has its list's."""
    names = [step for step in loc if isinstance(step, str)]
    return _model_at(names).model_fields[names[-1]].description or ""


def _model_at(loc: Sequence[int | str]) -> type[BaseModel]:
    """Return the model that holds the last step of that path."""
    model: type[BaseModel] = Brief
    for step in loc[:-1]:  # only a model has fields below it
        model = cast("type[BaseModel]", model.model_fields[str(step)].annotation)
    return model


def _offers(brief: Brief) -> dict[str, Offer]:
    return {f"products.{kind.key}": brief.products[kind.key] for kind in PRODUCTS} | {BUNDLE: brief.bundle}


def _repeated_names(brief: Brief) -> Iterator[Sentence]:
    seen: set[str] = set()
    for path, offer in _offers(brief).items():
        if offer.name.casefold() in seen:
            yield f"{path}.name", "Give it a name of its own; another product is called the same."
        seen.add(offer.name.casefold())


def _repeated_chapters(brief: Brief) -> Iterator[Sentence]:
    for kind in PRODUCTS:
        counts = Counter(title.casefold() for title in brief.products[kind.key].chapters)
        if counts and max(counts.values()) > 1:
            yield f"products.{kind.key}.chapters", "Give each chapter a title of its own."


def _foreign_prices(brief: Mapping[str, Any]) -> Iterator[Sentence]:
    """Look at what was written: the brief as it is read knows only numbers."""
    currency = brief.get("currency", Brief.model_fields["currency"].default)
    if not isinstance(currency, str) or not is_currency(currency):
        return
    for path in (*(f"products.{kind.key}.price" for kind in PRODUCTS), f"{BUNDLE}.price"):
        text = _at(brief, path)
        written = read_price(text) if isinstance(text, str) else None
        if written and written.sign and not is_sign_of(written.sign, currency):
            yield path, f"Write it in {currency}, as all prices here, or change the currency."


def _at(brief: Any, path: str) -> Any:
    """Return what stands there; None where nothing does."""
    place = brief
    for step in path.split("."):
        place = place.get(step) if isinstance(place, Mapping) else None
    return place


def _unwritable_prices(brief: Brief) -> Iterator[Sentence]:
    for path, offer in _offers(brief).items():
        if has_unwritable_cents(offer.price, currency=brief.currency):
            yield f"{path}.price", f"Write a whole number; prices in {brief.currency} have no decimals."


def _dear_bundle(brief: Brief) -> Iterator[Sentence]:
    if bundle_saving(brief) < 0:
        total = show_price(total_price(brief), currency=brief.currency, language="en")
        yield "bundle.price", f"Write a price of at most {total}, which is what its products cost one by one."
