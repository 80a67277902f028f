"""Prices as people write them: "17", "17,50", "$1,200.00", "17 EUR", "free"."""

import re
import string
import unicodedata
from dataclasses import dataclass

from babel.numbers import get_currency_symbol

FREE = {
    "en": "free",
    "es": "gratis",
    "fr": "gratuit",
    "de": "kostenlos",
    "it": "gratis",
    "pt": "grátis",
    "nl": "gratis",
}
"""What a price of nothing is called; chosen so that the word also stands inside its inflected forms."""

LONGEST_PRICE = 40
"""Characters; what is longer is not looked at."""

_WRITTEN = re.compile(r"(\D{0,5}?) ?([0-9][0-9.,'\u2019 ]*?) ?(\D{0,5})")
# "1.200" is not among them: it is a thousand to one reader and a slip to another.
_NUMBER = re.compile(
    r"""
      [0-9]{1,7} ([.,][0-9]{1,2})?
    | [0-9]{1,3} (,[0-9]{3}){1,2} (\.[0-9]{1,2})?
    | [0-9]{1,3} (\.[0-9]{3}){1,2} ,[0-9]{1,2}
    | [0-9]{1,3} ([ '\u2019][0-9]{3}){1,2} ([.,][0-9]{1,2})?
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(.*?)(?:[.,]([0-9]{1,2}))?")
_SIGNS_AT_HOME = {"SEK": "kr", "DKK": "kr", "NOK": "kr", "PLN": "zł", "CHF": "Fr"}


@dataclass(frozen=True, kw_only=True)
class WrittenPrice:
    """A decimal number as text, and the currency beside it as it was written, "" where there was none."""

    amount: str
    sign: str


def read_price(text: str) -> WrittenPrice | None:
    """Return the price that was written; None where it is none."""
    if len(text) > LONGEST_PRICE:
        return None
    line = " ".join(text.split())
    if line.casefold() in FREE.values():
        return WrittenPrice(amount="0.00", sign="")
    found = _WRITTEN.fullmatch(line)
    if not found or not _NUMBER.fullmatch(found[2]) or (found[1] and found[3]):
        return None
    sign = found[1] or found[3]
    return WrittenPrice(amount=_amount(found[2]), sign=sign) if sign != "." and _may_be_sign(sign) else None


def is_sign_of(sign: str, currency: str) -> bool:
    """Whether somebody who writes `sign` at a price may mean that currency; "$" is many a one's."""
    symbol = get_currency_symbol(currency, locale="en")
    mark = symbol.lstrip(string.ascii_letters) or symbol
    known = (currency, symbol, mark, currency[:2] + mark, _SIGNS_AT_HOME.get(currency, symbol))
    return sign.rstrip(".").casefold() in [each.casefold() for each in known]


def _amount(number: str) -> str:
    whole, decimals = _PARTS.fullmatch(number).groups()  # type: ignore[union-attr]  # every text fits
    digits = re.sub(r"[^0-9]", "", whole)
    return f"{digits}.{decimals}" if decimals else digits


def _may_be_sign(text: str) -> bool:
    return all(each.isalpha() or unicodedata.category(each) == "Sc" for each in text.removesuffix("."))
