"""The products and the bundle as a text may show them: name, price in words, address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from generation.blueprints.base import Product
from generation.blueprints.funnel.brief import Brief, Offer, read_brief
from generation.blueprints.funnel.money import bundle_saving, total_price
from generation.blueprints.funnel.products import BUNDLE, PRODUCTS
from generation.blueprints.money import is_free, show_price


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """A product or the bundle. `price` is as its readers write money; the bundle has no format."""

    label: str
    name: str
    price: str
    url: str
    is_free: bool
    format: str = ""
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownSaving:
    """What the products cost one by one and what the bundle saves; `saving` is "" where it saves nothing."""

    total: str
    saving: str


def show_offers(brief: Brief, *, language: str) -> Mapping[str, ShownOffer]:
    """Return the five products in their order, then the bundle, by key."""
    shown = {}
    for kind in PRODUCTS:
        product = brief.products[kind.key]
        shown[kind.key] = ShownOffer(
            label=kind.label,
            name=product.name,
            price=show_price(product.price, currency=brief.currency, language=language),
            url=product.url,
            is_free=is_free(product.price),
            format=product.format,
            chapters=product.chapters,
        )
    shown[BUNDLE] = ShownOffer(
        label="Bundle",
        name=brief.bundle.name,
        price=show_price(brief.bundle.price, currency=brief.currency, language=language),
        url=brief.bundle.url,
        is_free=is_free(brief.bundle.price),
    )
    return shown


def name_products(brief: Mapping[str, Any], language: str) -> Mapping[str, Product]:
    """Return what the products and the bundle are called; nothing where the brief is incomplete."""
    try:
        read = read_brief(brief)
    except ValidationError:
        return {}
    return {
        key: Product(
            label=offer.label,
            name=offer.name,
            note=", ".join(text for text in (offer.format, offer.price) if text),
            price=str(_offered(read, key).price),
            currency=read.currency,
            url=offer.url,
        )
        for key, offer in show_offers(read, language=language).items()
    }


def _offered(brief: Brief, key: str) -> Offer:
    return brief.bundle if key == BUNDLE else brief.products[key]


def show_saving(brief: Brief, *, language: str) -> ShownSaving:
    """Return the bundle's sums as its readers write money."""
    saving = bundle_saving(brief)
    return ShownSaving(
        total=show_price(total_price(brief), currency=brief.currency, language=language),
        saving=show_price(saving, currency=brief.currency, language=language) if saving > 0 else "",
    )
