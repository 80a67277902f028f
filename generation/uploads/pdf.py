"""PDF: the words of each page, taken out by pypdf."""

import sys
from pathlib import Path

from generation.uploads.children import run
from generation.uploads.limits import MOST_CHARACTERS

_PROGRAM = Path(__file__).parent / "pdf_text.py"


def read(data: bytes) -> str:
    """Return the text of all pages; raises UploadError."""
    return run("PDF", [sys.executable, "-I", str(_PROGRAM), str(MOST_CHARACTERS)], given=data).decode()
