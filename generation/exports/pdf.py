"""PDF: a book set in type by Typst, with fonts that come in Python packages.

The book reaches Typst as JSON and templates/book.typ reads its values: no word of it is ever code. The fonts
hold Latin, Greek and Cyrillic; what they lack (Chinese, Japanese, emoji) stands there as an empty box.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro

from generation.exports.book import bind
from generation.exports.content import FunnelContent
from generation.exports.finished import drawn_slides, write_pdf
from generation.exports.programs import run

_PROGRAM = Path(__file__).parent / "typesetting.py"
_FONTS = (font_source_serif_pro.font_directory, font_source_sans_pro.font_directory)
# A word longer than this gets places where it may break; longer pieces would run off the page.
_LONG_WORD = re.compile(r"\S{35,}")
_PIECE = re.compile(r"(\S{12})(?=\S{4})")
_MAY_BREAK = "\u200b"
_SHOWN = frozenset({"text", "title", "label", "author", "value", "name"})


def write_funnel(content: FunnelContent) -> bytes:
    """Return the funnel, or the one product, as a PDF, a carousel as its slides; raises ExportError."""
    if slides := drawn_slides(content):
        return write_pdf(slides, title=content.title)
    book = _breakable(asdict(bind(content)))
    command = [sys.executable, "-I", str(_PROGRAM), *_FONTS]
    return run("The typesetter", command, given=json.dumps(book).encode())


def _breakable(value: Any, name: str = "") -> Any:
    """Return the book with its long words breakable; addresses that links lead to stay as they are."""
    if isinstance(value, dict):
        return {key: _breakable(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(inner, name) for inner in value]
    return _LONG_WORD.sub(_break_up, value) if name in _SHOWN else value


_break_up: Callable[[re.Match[str]], str] = lambda word: _PIECE.sub(rf"\1{_MAY_BREAK}", word[0])  # noqa: E731
