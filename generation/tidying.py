"""Text of a file or a page as a person would have typed it: nothing invisible, and in plain lines."""

import re

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, halves of characters, marks of byte order, soft hyphens, and the tag characters in which
# a text can say something to a model that no person sees.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\xad\U000e0000-\U000e007f]")
_ENDS_OF_LINES = re.compile(r"[^\S\n]+$", re.MULTILINE)
_MANY_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return the text with one kind of line end and one blank line at a time, and nothing invisible."""
    lines = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return _MANY_BLANK_LINES.sub("\n\n", _ENDS_OF_LINES.sub("", lines)).strip()
