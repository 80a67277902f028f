"""Text out of a file, tidied."""

import pytest

from generation.tidying import tidy


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("one\r\ntwo\rthree\x0cfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("  one  \n\n\n \t\n\ntwo\t\n", "one\n\ntwo"),
        ("\ufeffso\xadft \x07bell\x00\x9b", "soft bell"),
        ("seen\U000e0068\U000e0069", "seen"),
        ("half \ud800", "half"),
        ("a\tb", "a\tb"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_lines_are_plain_and_nothing_is_invisible(text, tidied):
    assert tidy(text) == tidied


def test_a_file_of_spaces_alone_takes_no_time_and_is_nothing():
    assert tidy((" " * 1000 + "\n") * 100 + " " * 100_000) == ""
