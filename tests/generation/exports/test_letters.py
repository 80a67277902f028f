"""What can be printed."""

from generation.exports.letters import clean, printable


def test_lines_and_tabs_stay_and_what_nobody_can_print_goes():
    assert clean("a\x07b\n\tc\x85\ufffe\ud800d\U0001f600") == "ab\n\tcd\U0001f600"


def test_a_title_is_one_line():
    assert printable("  a\x07b\r\nc\td ") == "ab c d"
