"""Markdown as plain text."""

import pytest

from generation.exports.plain import as_plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## A *title*\n\nAnd **text**.", "A title\n\nAnd text."),
        ("- one\n- two", "\u2022 one\n\u2022 two"),
        ("2. two\n3. three", "2. two\n3. three"),
        ("- [ ] open\n- [x] done", "\u2610 open\n\u2611 done"),
        ("> Quoted\n> on", "> Quoted on"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("[the page](https://a.example/)", "the page (https://a.example/)"),
        ("https://a.example/", "https://a.example/"),
        ("________", "_" * 30),
        ("Name: _____", "Name: _____"),
        ("first  \nsecond", "first\nsecond"),
        ("```\ncode\n```", "code"),
        ("- one\n  - deeper", "\u2022 one\n  \u2022 deeper"),
    ],
)
def test_a_mark_becomes_what_plain_text_has_for_it(markdown, text):
    assert as_plain_text(markdown) == text
