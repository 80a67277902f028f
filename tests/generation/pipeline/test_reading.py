import time
from typing import Any

import pytest

from generation.pipeline.reading import (
    count_read,
    count_words,
    folded_name,
    links,
    plain_words,
    same_wording,
    sentences,
)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", 0),
        ("One two three.", 3),
        ("## A heading\n\n**Bold** and _soft_", 5),
        ("- [ ] Open it\n- [x] Close it\n* item\n1. first\n2) second", 7),
        ("> quoted words\n\n---\n\n***", 2),
        ("See https://example.com/a-b?c=d&e=f now", 3),
        ("See <https://example.com/a> now", 3),
        ("[The handbook](https://example.com/handbook) waits", 3),
        ("| Day | Hours |\n|---|:-:|\n|Monday|3|", 4),
        ("Name: ________", 1),
        ("a<br>b <b>c</b> <!-- d -->", 2),
        ("don't stop: 40-minute inbox", 4),
        ("before \u2014 after, this\u2014that", 4),
        ("l'été où ça müßte", 4),
    ],
)
def test_words_are_what_a_reader_sees(markdown: str, words: int) -> None:
    assert count_words(markdown) == words


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("slide", {"title": "Mail eats the morning", "notes": "Count them with me."}, 10),
        ("carousel_slide", {"headline": "Mail waits", "scene": "A desk at dawn"}, 4),
        ("hero", {"headline": "Mail waits", "subhead": "One hour a day"}, 8),
        ("faq", {"headline": "Mail waits"}, 4),
        ("email", {"subject": "Your checklist", "preview": "One page to print"}, 2),
        ("bundle", {"title": "Calm", "tags": ["a", "b"], "short_description": "All five."}, 2),
        ("short_message", {"send": "Day 2", "why": "Who waits"}, 2),
        ("caption", {"hashtags": ["calm", "mail"]}, 2),
        ("hero", {"headline": None, "notes": "Of no hero"}, 2),
        ("a_kind_of_tomorrow", {"headline": "Mail waits"}, 2),
        ("json_ld", {}, 0),
        ("picture", {"picture": "one.png"}, 0),
    ],
)
def test_read_are_the_text_and_the_lines_that_are_part_of_it(
    kind: str, fields: dict[str, Any], words: int
) -> None:
    assert count_read(kind, "Two words.", fields) == words


@pytest.mark.parametrize(
    "text", ["_" * 100_000, "#" * 100_000, "[" * 50_000, "<" * 50_000, "a" * 200_000, "!\n" * 50_000]
)
def test_no_text_takes_long_to_read(text: str) -> None:
    began = time.process_time()

    count_words(text), plain_words(text), links(text), list(sentences(text))

    assert time.process_time() - began < 1


def test_plain_words_leave_out_urls_and_marks() -> None:
    assert plain_words("**Don't** see https://example.com/a, _OK_?") == ["don't", "see", "_ok_"]


def test_links_are_found_as_they_stand() -> None:
    text = "See https://a.example/x. (https://b.example/y) [z](https://c.example/z) **https://a.example/x**"

    assert links(text) == [
        "https://a.example/x",
        "https://b.example/y",
        "https://c.example/z",
        "https://a.example/x",
    ]


def test_sentences_end_at_marks_blocks_and_list_items() -> None:
    text = "# Head\n\nOne. Two!\nThree runs\nover lines?\n\n- [ ] four\n- five\n1. six\n> seven"

    assert [" ".join(sentence.split()) for sentence in sentences(text)] == [
        "Head",
        "One.",
        "Two!",
        "Three runs over lines?",
        "four",
        "five",
        "six",
        "seven",
    ]


def test_same_wording_levels_spaces_and_apostrophes_only() -> None:
    assert same_wording("10\u00a0EUR,\nit\u2019s  The-Name") == "10 EUR, it's The-Name"


@pytest.mark.parametrize("name", ["### Chapter 1", "chapter_1", "**CHAPTER 1:**", " Chapter-1 #"])
def test_ways_to_write_a_sections_name_are_one(name: str) -> None:
    assert folded_name(name) == "chapter_1"
