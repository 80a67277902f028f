import pytest

from generation.blueprints.money import show_price, show_written_price
from generation.blueprints.prices import FREE
from generation.languages import LANGUAGES


@pytest.mark.parametrize(
    ("language", "currency", "shown"),
    [
        ("en", "USD", "$1,299.50"),
        ("es", "EUR", "1.299,50 €"),
        ("fr", "EUR", "1 299,50 €"),
        ("de", "EUR", "1.299,50 €"),
        ("it", "EUR", "1.299,50 €"),
        ("pt", "EUR", "€ 1.299,50"),
        ("nl", "EUR", "€ 1.299,50"),
    ],
)
def test_a_price_is_shown_as_the_language_writes_money(language: str, currency: str, shown: str) -> None:
    assert show_price("1299.50", currency=currency, language=language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_of_nothing_is_called_free(language: str) -> None:
    assert show_price("0.00", currency="USD", language=language) == FREE[language]


@pytest.mark.parametrize(
    ("written", "shown"), [("17,5", "$17.50"), ("0", "free"), ("soon", "soon"), ("€9", "€9")]
)
def test_a_written_price_is_shown_as_money_and_what_is_none_as_it_is(written: str, shown: str) -> None:
    assert show_written_price(written, currency="USD", language="en") == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shown_price_holds_no_space_that_cannot_be_typed(language: str) -> None:
    shown = show_price("1234567.89", currency="CHF", language=language)

    assert all(character == " " or not character.isspace() for character in shown)
