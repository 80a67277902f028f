import pytest

from generation.pipeline.draft import FinishedSection
from generation.pipeline.postprocess import post_process, tidy_text
from tests.support.blueprints import make_section
from tests.support.drafts import FakeTools, make_draft


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a \n\t\n\n\n\nb\t", "a\n\nb"),
        ("a line break  \nb", "a line break  \nb"),
        ("a line break     \nb", "a line break  \nb"),
        ("\n\n    code\n", "    code"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("10\u00a0EUR stays", "10\u00a0EUR stays"),
        ("- a\n  - b", "- a\n  - b"),
    ],
)
def test_white_space_is_evened_out_and_nothing_else_changes(text: str, tidy: str) -> None:
    assert tidy_text(text) == tidy
    assert tidy_text(tidy) == tidy


def test_sections_are_tidied_and_their_words_counted() -> None:
    section = FinishedSection(
        spec=make_section("email", kind="email"),
        position=1,
        body="Two  words. \n\n\n\nMore.",
        fields={"subject": " Hi \t there ", "tags": ["a  b", "c"]},
        words=0,
    )

    (tidied,) = post_process(make_draft(sections=(section,)), FakeTools()).sections

    assert tidied.body == "Two  words.\n\nMore."
    assert tidied.fields == {"subject": "Hi there", "tags": ["a b", "c"]}
    assert tidied.words == 3


def test_the_notes_of_a_slide_are_counted_with_it() -> None:
    section = FinishedSection(
        spec=make_section("slide_1", kind="slide"),
        position=1,
        body="- Two words",
        fields={"title": "Mail waits", "notes": "Wait for an answer."},
        words=0,
    )

    (tidied,) = post_process(make_draft(sections=(section,)), FakeTools()).sections

    assert tidied.words == 8
