"""The rule that finds what a writer left for somebody else to fill in."""

import json
import re
from collections.abc import Iterator

from generation.calls import Violation
from generation.pipeline.reading import same_wording
from generation.pipeline.rules.base import Piece

_FOR_ADDRESSEE = "insert|enter|add|your|insertar|inserte|insérer|einfügen|inserire|inserir|invoegen"
_PLACEHOLDER = re.compile(
    # [Name]; not a link, a reference link or its definition, a tick box or a footnote
    r"(?<![\]\\\w])\[(?=[^\W\d_])[^\[\]\n^]{2,60}\](?![\[(:])"
    r"|\{\{[^{}\n]{1,60}\}\}|\{[a-z][a-z_ ]{1,40}\}|\{%[^{}\n]{1,60}%\}"
    rf"|<(?:{_FOR_ADDRESSEE})\b[^<>\n]{{0,60}}>"
    r"|\bTODO:(?=\s)|\bTBD\b",
    re.I,
)
_SIGNS = ("[", "{", "<", "todo:", "tbd")  # without one of them there is nothing to find
_EDITORIAL = {"[sic]"}
# In Spanish and Portuguese "todo:" is a word.
_TODO_IS_A_WORD = {"es", "pt"}


def placeholder(piece: Piece) -> Iterator[Violation]:
    """Find placeholders, save those the brief or the inputs themselves hold."""
    if not any(sign in piece.lowered for sign in _SIGNS):
        return
    for found in _PLACEHOLDER.finditer(piece.text):
        if not _is_meant(found[0], piece):
            yield piece.breaks("placeholder", f"A placeholder was left ({found[0]}).", found[0])


def _is_meant(span: str, piece: Piece) -> bool:
    if span.casefold() in _EDITORIAL:
        return True
    if span.casefold().startswith("todo") and piece.draft.language in _TODO_IS_A_WORD:
        return True
    defined = f"{span}:" in piece.body  # a shortcut reference link
    return defined or span in same_wording(
        json.dumps([piece.draft.brief, piece.draft.inputs, *piece.spec.include], ensure_ascii=False)
    )
