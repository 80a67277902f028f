"""DOCX: a book for Word, with real heading styles, so that its owner can go on with it there."""

import io
import tempfile
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from generation.exports import pandoc
from generation.exports.book import bind
from generation.exports.content import FunnelContent

_PIECES = Path(__file__).parent / "templates" / "docx"


def write_funnel(content: FunnelContent) -> bytes:
    """Return the funnel, or the one product, as a DOCX; raises ExportError."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as reference:
        reference.write(_reference())
        reference.flush()
        options = ("--to=docx", f"--reference-doc={reference.name}")
        return pandoc.write(bind(content), *options, lists_contents=True)


@cache
def _reference() -> bytes:
    """Return the document whose styles and footer Pandoc takes over; what it lacks is Pandoc's own."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path in sorted(path for path in _PIECES.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(_PIECES).as_posix())
    return buffer.getvalue()
