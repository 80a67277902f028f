"""What a launch sells: what its inputs say, else the front-end product of the brief."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from generation.blueprints.check import Sentence, problems_with, shown
from generation.blueprints.core import Part, read_core
from generation.blueprints.fields import Name, Price, Title, Url
from generation.blueprints.launch.inputs import LaunchInputs, read_inputs
from generation.blueprints.money import has_unwritable_cents, show_price
from generation.blueprints.prices import is_sign_of, read_price

_TITLE: TypeAdapter[str] = TypeAdapter(Title)
_PATHS = {"name": "inputs.offer_name", "price": "inputs.price", "url": "inputs.url"}


class _Offer(Part):
    name: Name = Field(description="Name what is sold; the brief has no front-end product to take it from.")
    price: Price = Field(description="Write its price, such as 17.00; the brief has none for it.")
    url: Url = Field(description="Write where it is bought, such as example.com/buy; the brief does not say.")


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """What is sold, `price` as its readers write money; all "" where nobody has said yet.

    `format` and `chapters` are those of the brief's product, and empty for anything else.
    """

    name: str = ""
    price: str = ""
    url: str = ""
    format: str = ""
    chapters: tuple[str, ...] = ()


def show_offer(brief: Mapping[str, Any], inputs: LaunchInputs, *, language: str) -> ShownOffer:
    """Return the offer as a text may show it, with nothing in it where something of it is missing."""
    product = _product(brief, inputs)
    try:
        offer = _Offer.model_validate(_said(product, inputs))
    except ValidationError:
        return ShownOffer()
    return ShownOffer(
        name=offer.name,
        price=show_price(offer.price, currency=read_core(brief).currency, language=language),
        url=offer.url,
        format=next(_titles([product.get("format")]), ""),
        chapters=tuple(_titles(product.get("chapters"))),
    )


def check_offer(brief: Mapping[str, Any], inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a sentence for each thing about the offer that neither brief nor inputs say, or that clashes.

    Both must be good by themselves.
    """
    read = read_inputs(inputs)
    missing = problems_with(_Offer, _said(_product(brief, read), read), called="offer")
    if missing:
        return {_PATHS[name]: sentence for name, sentence in missing.items()}
    return dict(_clashes(brief, inputs, read))


def _product(brief: Mapping[str, Any], inputs: LaunchInputs) -> Mapping[str, Any]:
    """Return what the brief says of what is sold: its front-end product, where the inputs name no other."""
    products = brief.get("products")
    product = products.get("front_end") if isinstance(products, Mapping) and not inputs.offer_name else None
    return product if isinstance(product, Mapping) else {}


def _said(product: Mapping[str, Any], inputs: LaunchInputs) -> dict[str, Any]:
    said = {
        "name": inputs.offer_name or product.get("name"),
        "price": inputs.price or product.get("price"),
        "url": inputs.url or product.get("url"),
    }
    return {name: value for name, value in said.items() if value is not None}


def _titles(given: Any) -> Iterator[str]:
    """Yield those that can be handed to a writer; a brief that is none of a funnel yet may hold anything."""
    for title in given if isinstance(given, list | tuple) else ():
        with suppress(ValidationError):
            yield _TITLE.validate_python(title)


def _clashes(brief: Mapping[str, Any], inputs: Mapping[str, Any], read: LaunchInputs) -> Iterator[Sentence]:
    """Look at the price as it was written, here or in the brief: as it is read it is a number alone."""
    price = str(inputs.get("price") or _product(brief, read).get("price"))
    taken = "" if read.price else f"The brief's front-end product costs {shown(price)}. "
    written, currency = read_price(price), read_core(brief).currency
    if written and written.sign and not is_sign_of(written.sign, currency):
        yield _PATHS["price"], f"{taken}Write it in {currency}, the currency of the brief, or change that."
    elif written and has_unwritable_cents(written.amount, currency=currency):
        yield _PATHS["price"], f"{taken}Write a whole number; prices in {currency} have no decimals."
