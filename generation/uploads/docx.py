"""DOCX: headings, lists and tables as Markdown, by Pandoc, which is handed only what was measured before."""

import sys
from pathlib import Path

import pypandoc

from generation.uploads.children import run
from generation.uploads.limits import MOST_CHARACTERS

_KIND = "Word document"
_PARTS = Path(__file__).parent / "docx_parts.py"
_FILTER = Path(__file__).parent / "docx.lua"
# A table wider than `columns` is not padded: spaces would be paid for as words are.
_TO_MARKDOWN = ("--from=docx", "--to=gfm-raw_html", "--wrap=none", "--columns=1", f"--lua-filter={_FILTER}")


def read(data: bytes) -> str:
    """Return the document as Markdown, with changes taken and comments left out; raises UploadError."""
    parts = run(_KIND, [sys.executable, "-I", str(_PARTS), str(MOST_CHARACTERS)], given=data)
    return run(_KIND, [pypandoc.get_pandoc_path(), "--sandbox", *_TO_MARKDOWN], given=parts).decode()
