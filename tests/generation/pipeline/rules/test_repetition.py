from dataclasses import replace
from typing import Any

import pytest

from generation.pipeline.reading import plain_words
from generation.pipeline.rules.repetition import print_of, repeated_sentences, shared_sentences
from tests.support.blueprints import make_section
from tests.support.pieces import make_piece

LONG = "Open the inbox twice a day and close it."
SHORT = "Open the inbox twice a day."


def _repeated(*bodies: str, earlier: tuple[str, ...] = ()) -> list[str]:
    pieces = [
        make_piece(body, make_section(f"chapter_{number}")) for number, body in enumerate(bodies, start=1)
    ]
    return [violation.section for violation in repeated_sentences(pieces, earlier)]


@pytest.mark.parametrize(
    ("bodies", "earlier", "sections"),
    [
        ((LONG, f"First. {LONG}"), (), ["chapter_2"]),
        ((f"{LONG} {LONG}",), (), ["chapter_1"]),
        ((LONG,), (f"- {LONG}",), ["chapter_1"]),
        ((f"- [ ] *{LONG.upper()}*",), (LONG,), ["chapter_1"]),
        ((SHORT, SHORT), (SHORT,), []),
        ((LONG, "Open the inbox twice a day and shut it."), (), []),
        ((LONG,), (LONG, LONG), ["chapter_1"]),
    ],
)
def test_a_sentence_of_eight_words_stands_once(
    bodies: tuple[str, ...], earlier: tuple[str, ...], sections: list[str]
) -> None:
    assert _repeated(*bodies, earlier=earlier) == sections


def _shared(body: str, *, known: tuple[str, ...] = (LONG,), **given: Any) -> list[str]:
    piece = make_piece(body)
    piece = replace(piece, draft=replace(piece.draft, **given))
    prints = {print_of(" ".join(plain_words(sentence))) for sentence in known}
    return [violation.span for violation in shared_sentences([piece], prints.intersection)]


def test_a_sentence_that_another_text_has_is_named() -> None:
    assert _shared(f"First this. *{LONG.upper()}* Then that.") == [f"*{LONG.upper()}"]
    assert _shared(SHORT, known=(SHORT,)) == []
    assert _shared("Open the inbox twice a day and shut it.") == []


def test_what_stands_in_the_brief_may_be_said_everywhere() -> None:
    assert _shared(LONG, brief={"topic": "Mail", "promise": f"You will: {LONG}"}) == []


def test_a_print_fits_a_column_of_the_database_and_stays_the_same() -> None:
    assert print_of("open the inbox twice a day and close it") == print_of(" ".join(plain_words(LONG)))
    assert all(-(2**63) <= print_of(text) < 2**63 for text in ("a", "b", "c", "d"))
