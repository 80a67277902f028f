"""What can be printed: letters and signs, and nothing that only a program would notice."""

import re

# What XML cannot hold, and what typesetting would show as a box: control characters and non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without what cannot be printed; its lines stay lines."""
    return _UNPRINTABLE.sub("", text)


def printable(text: str) -> str:
    """Return the text on one line, without what cannot be printed."""
    return " ".join(clean(text.replace("\r", "\n")).split())
