"""The name of an uploaded file: something to show, and never a path."""

import re
import unicodedata

_LONGEST = 80
_LONGEST_ENDING = 10
_UNNAMED = "Unnamed file"
_SEPARATORS = re.compile(r"[/\\]")


def shown_name(name: str) -> str:
    """Return the name as people may see it: in one line, short, without folders and invisible characters."""
    last = _SEPARATORS.split(name[-10 * _LONGEST :])[-1]
    seen = "".join(character if _is_visible(character) else " " for character in last)
    words = " ".join(seen.split())
    if len(words) <= _LONGEST:
        return words or _UNNAMED
    ending = ending_of(words)
    return f"{words[: _LONGEST - len(ending) - 1]}…{ending}"


def ending_of(name: str) -> str:
    """Return the name's ending with its dot, in small letters; empty where it has none."""
    stem, dot, ending = name.rpartition(".")
    is_ending = bool(stem) and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return f"{dot}{ending.lower()}" if is_ending else ""


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"
