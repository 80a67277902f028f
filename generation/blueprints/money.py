"""Money as people read it: prices in the language of a brief."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from generation.blueprints.prices import FREE, is_sign_of, read_price


def show_price(price: Decimal | str, *, currency: str, language: str) -> str:
    """Return the price as that language writes it, "free" in that language for nothing.

    Its spaces are ordinary ones: a writer asked for a price to the letter will not type a no-break space.
    """
    if is_free(price):
        return FREE[language]
    return " ".join(format_currency(Decimal(price), currency, locale=language).split())


def show_written_price(text: str, *, currency: str, language: str) -> str:
    """Return the price as `show_price` does; what is none, or in another currency, as it was written."""
    written = read_price(text)
    if written is None or (written.sign and not is_sign_of(written.sign, currency)):
        return text
    return show_price(written.amount, currency=currency, language=language)


def is_free(price: Decimal | str) -> bool:
    return Decimal(price) == 0


def has_unwritable_cents(price: str, *, currency: str) -> bool:
    """Tell whether the price has decimals that its currency does not know."""
    return get_currency_precision(currency) == 0 and Decimal(price) % 1 != 0
