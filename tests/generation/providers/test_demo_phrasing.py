"""A brief's words inside a sentence."""

import pytest

from generation.providers.demo.phrasing import (
    clipped,
    costs,
    head,
    listed,
    lowered,
    price_of,
    shown,
    subject_of,
    with_article,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The day starts", "the day starts"),
        ("A plan", "a plan"),
        ("5K in twelve weeks", "5K in twelve weeks"),
        ("SEO for plumbers", "SEO for plumbers"),
        ("", ""),
    ],
)
def test_a_phrase_is_lowered_unless_it_begins_with_a_name(text: str, expected: str) -> None:
    assert lowered(text) == expected


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("Email habits that give freelancers their mornings back", "email habits"),
        ("A joint-friendly path from the couch to a first 5K", "the joint-friendly path"),
        ("Knitting", "knitting"),
        ("How to bake sourdough at home", "baking sourdough at home"),
        ("How to yodel", "learning to yodel"),
        ("Why dogs bark", "the question of why dogs bark"),
        ("Grow tomatoes on a balcony", "growing tomatoes"),
        ("日本語を学ぶ", "日本語を学ぶ"),
    ],
)
def test_a_topic_becomes_something_one_can_work_on(topic: str, expected: str) -> None:
    assert subject_of(topic) == expected


def test_a_clipped_text_has_no_full_stop_and_no_loose_end() -> None:
    assert clipped("Late trains, missed calls and the rest of it", words=6) == "Late trains, missed calls"
    assert clipped("It is late. The rest waits.", words=9) == "It is late; The rest waits"
    assert clipped("Fear of injury.", words=9) == "Fear of injury"


def test_the_head_of_an_audience_is_who_they_are() -> None:
    assert head("Adults over 50 who have not run in decades", words=8) == "adults over 50"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Checklist", "a checklist"),
        ("ebook", "an ebook"),
        ("templates", "a set of templates"),
        ("", "a guide"),
    ],
)
def test_a_format_gets_its_article(form: str, expected: str) -> None:
    assert with_article(form) == expected


def test_things_are_listed_with_commas_and_one_and() -> None:
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("price", "currency", "expected"),
    [("0.00", "USD", "free"), ("17.00", "USD", "$17.00"), ("9", "EUR", "€9.00"), ("nine", "USD", "free")],
)
def test_a_price_is_shown_as_english_readers_know_it(price: str, currency: str, expected: str) -> None:
    assert shown(price_of(price), currency) == expected


def test_what_is_free_costs_nothing_in_words() -> None:
    assert (costs("free"), costs("$9.00")) == ("is free", "costs $9.00")
