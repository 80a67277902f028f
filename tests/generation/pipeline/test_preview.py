import pytest

from generation.pipeline.parser import SEPARATOR
from generation.pipeline.preview import Preview
from tests.support.blueprints import make_section

SPECS = (make_section("cover"), make_section("chapter_1"))
ANSWER = f"```md\n### cover\nA line.\n# Own heading\n\n{SEPARATOR}\r\n## Chapter 1\r\nB.\r\n```"


@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_each_section_grows_to_its_text_however_the_answer_is_cut(piece: int) -> None:
    shown: list[tuple[str, str]] = []
    preview = Preview(SPECS, lambda section, text: shown.append((section, text)))

    for start in range(0, len(ANSWER), piece):
        preview.feed(ANSWER[start : start + piece])

    assert shown[-1] == ("chapter_1", "B.")
    if piece < 1000:
        assert ("cover", "A line.\n# Own heading") in shown
        assert ("cover", "A li") in shown or piece == 3


def test_a_mark_is_never_shown_half_written() -> None:
    shown: list[tuple[str, str]] = []
    preview = Preview(SPECS, lambda section, text: shown.append((section, text)))

    for letter in ANSWER:
        preview.feed(letter)

    assert not any("=" in text or "`" in text for _, text in shown)


def test_nothing_is_shown_outside_a_section_that_was_asked_for() -> None:
    shown: list[tuple[str, str]] = []
    preview = Preview(SPECS, lambda section, text: shown.append((section, text)))

    preview.feed(f"Hello.\n{SEPARATOR}\n### epilogue\nText.\n")

    assert shown == []
