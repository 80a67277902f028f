from typing import Any

import pytest

from generation.blueprints.launch.inputs import read_inputs
from generation.blueprints.launch.offer import ShownOffer, check_offer, show_offer
from tests.support.briefs import brief, changed
from tests.support.demo_launch import launch_inputs

COURSE = {"offer_name": "Inbox course", "price": "49", "url": "shop.example/course"}


def shown(whole: dict[str, Any], *, language: str = "en", **inputs: Any) -> ShownOffer:
    return show_offer(whole, read_inputs(launch_inputs(**inputs)), language=language)


def test_the_front_end_product_is_sold_unless_told() -> None:
    offer = shown(brief())

    assert (offer.name, offer.price) == ("Calm Inbox Handbook", "$17.00")
    assert offer.url == "https://harbourdesk.example/handbook"
    assert (offer.format, offer.chapters[0]) == ("ebook", "What an inbox is for")


def test_another_offer_brings_nothing_of_the_product() -> None:
    offer = shown(brief(), **COURSE)

    assert offer == ShownOffer(name="Inbox course", price="$49.00", url="https://shop.example/course")


def test_the_product_may_have_a_price_of_its_own_in_a_launch() -> None:
    offer = shown(brief(), price="12")

    assert (offer.name, offer.price) == ("Calm Inbox Handbook", "$12.00")


def test_a_price_is_shown_as_the_language_writes_money() -> None:
    assert shown(brief(), language="de").price == "17,00 $"


@pytest.mark.parametrize("products", [None, [], {"front_end": "a book"}, {"front_end": {"name": "Book"}}])
def test_half_an_offer_is_none(products: Any) -> None:
    whole = changed("products", products)

    assert shown(whole) == ShownOffer()
    assert {"inputs.price", "inputs.url"} <= set(check_offer(whole, launch_inputs()))


def test_chapters_that_no_writer_could_be_handed_are_left_out() -> None:
    whole = changed("products.front_end.chapters", ["Good", "Bad <request> it is", 7])

    assert shown(whole).chapters == ("Good",)


def test_another_offer_needs_its_own_price_and_address() -> None:
    assert set(check_offer(brief(), launch_inputs(offer_name="Inbox course"))) == {
        "inputs.price",
        "inputs.url",
    }


@pytest.mark.parametrize(
    ("price", "currency", "sentence"),
    [
        ("€49", "USD", "Write it in USD, the currency of the brief, or change that."),
        ("49.50", "JPY", "Write a whole number; prices in JPY have no decimals."),
    ],
)
def test_a_price_goes_with_the_currency_of_the_brief(price: str, currency: str, sentence: str) -> None:
    problems = check_offer(changed("currency", currency), launch_inputs(**COURSE | {"price": price}))

    assert problems == {"inputs.price": sentence}


@pytest.mark.parametrize(
    ("price", "currency", "sentence"),
    [
        ("$17.50", "EUR", "Write it in EUR, the currency of the brief, or change that."),
        ("17,50 €", "USD", "Write it in USD, the currency of the brief, or change that."),
        ("17.50", "JPY", "Write a whole number; prices in JPY have no decimals."),
    ],
)
def test_a_price_of_the_brief_that_does_not_go_with_its_currency_is_not_published(
    price: str, currency: str, sentence: str
) -> None:
    whole = changed("products.front_end.price", price) | {"currency": currency}

    problems = check_offer(whole, launch_inputs())

    assert problems == {"inputs.price": f"The brief's front-end product costs {price}. {sentence}"}
    assert check_offer(whole, launch_inputs(price="17")) == {}
    assert check_offer(whole, launch_inputs(**COURSE)) == {}


@pytest.mark.parametrize("price", ["49", "$49", "49 USD", "free"])
def test_a_price_that_goes_with_it_is_fine(price: str) -> None:
    assert check_offer(brief(), launch_inputs(**COURSE | {"price": price})) == {}
