"""What is missing or wrong in a brief, told to the person who wrote it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from babel.numbers import is_currency

from generation.blueprints.check import MOST_SENTENCES, Sentence, sentences_about
from generation.blueprints.core import check_language
from generation.blueprints.funnel.brief import Brief, Offer, read_brief
from generation.blueprints.funnel.money import bundle_saving, total_price
from generation.blueprints.funnel.products import BUNDLE, PRODUCTS
from generation.blueprints.money import has_unwritable_cents, show_price
from generation.blueprints.prices import is_sign_of, read_price


def check_brief(brief: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its dotted path; empty is a good brief.

    Anything at all may be given as the brief; it never raises.
    """
    return {**dict(islice(_sentences(brief), MOST_SENTENCES)), **check_language(language)}


def _sentences(brief: Any) -> Iterator[Sentence]:
    if isinstance(brief, Mapping):
        yield from _foreign_prices(brief)
    wrong = list(sentences_about(Brief, brief, called="brief"))
    yield from wrong or _beyond_its_fields(read_brief(brief))


def _beyond_its_fields(whole: Brief) -> Iterator[Sentence]:
    """Yield what is wrong with fields that are good one by one."""
    yield from _repeated_names(whole)
    yield from _repeated_chapters(whole)
    yield from _unwritable_prices(whole)
    yield from _dear_bundle(whole)


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
