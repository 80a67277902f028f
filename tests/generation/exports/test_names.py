"""Names of files."""

import pytest

from generation.exports.names import file_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 40-Minute Inbox", "the-40-minute-inbox"),
        ("Caf\u00e9 \u00fcber_alles!", "cafe-uber-alles"),
        ("../../etc/passwd", "etcpasswd"),
        ("C:\\x\x00", "cx"),
        ("\u65e5\u672c", "untitled"),
        ("", "untitled"),
        ("a " * 100, "-".join("a" * 30)),
    ],
)
def test_a_name_is_short_and_plain(text, expected):
    assert file_name(text) == expected
