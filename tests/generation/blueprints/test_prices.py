"""Prices as people write them."""

import pytest

from generation.blueprints.prices import FREE, is_sign_of, read_price


@pytest.mark.parametrize(
    ("written", "amount", "sign"),
    [
        ("17", "17", ""),
        ("17,5", "17.5", ""),
        (" $12.50\n", "12.50", "$"),
        ("12,50 €", "12.50", "€"),
        ("US$ 1,200", "1200", "US$"),
        ("€1.200,50", "1200.50", "€"),
        ("CHF 1'200.00", "1200.00", "CHF"),
        ("1\u00a0200,50 kr.", "1200.50", "kr."),
        *((word.title(), "0.00", "") for word in FREE.values()),
    ],
)
def test_a_price_is_read_whatever_way_it_is_written(written: str, amount: str, sign: str) -> None:
    price = read_price(written)

    assert price
    assert (price.amount, price.sign) == (amount, sign)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "$",
        "-1",
        "+1",
        ".50",
        "1.200",
        "17.001",
        "1,2,3",
        "1e3",
        "99999999",
        "$5 €",
        "5 a month",
        "٣",
        "NaN",
    ],
)
def test_what_might_mean_something_else_is_no_price(written: str) -> None:
    assert read_price(written) is None


@pytest.mark.parametrize(
    ("sign", "currency"),
    [
        ("$", "USD"),
        ("us$", "USD"),
        ("$", "CAD"),
        ("CA$", "CAD"),
        ("R$", "BRL"),
        ("kr.", "SEK"),
        ("eur", "EUR"),
    ],
)
def test_a_sign_is_taken_for_any_currency_it_may_mean(sign: str, currency: str) -> None:
    assert is_sign_of(sign, currency)


@pytest.mark.parametrize(("sign", "currency"), [("$", "EUR"), ("€", "USD"), ("A$", "USD"), ("k", "SEK")])
def test_a_sign_of_another_currency_is_known_for_one(sign: str, currency: str) -> None:
    assert not is_sign_of(sign, currency)
