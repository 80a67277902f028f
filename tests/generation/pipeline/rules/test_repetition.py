import pytest

from generation.pipeline.rules.repetition import repeated_sentences
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
