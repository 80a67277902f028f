"""DOCX: a book for Word, with real heading styles, so that its owner can go on with it there."""

from collections.abc import Mapping

from generation.exports import pandoc
from generation.exports.book import bind
from generation.exports.content import FunnelContent
from generation.exports.looks import look, pieces_of

_STYLES = "word/styles.xml"
_COVER_SPACE = 'w:before="3400"'  # above the title, which then stands on a cover


def write_funnel(content: FunnelContent) -> bytes:
    """Return all of it, or the one portion, as a DOCX; raises ExportError.

    A lone document runs on below its title; a book has a cover, its contents, and each chapter on a new page.
    """
    book, pieces = bind(content), pieces_of("docx")
    with look(_without_cover(pieces) if book.is_document else pieces, "docx") as our_look:
        return pandoc.write(
            book,
            "--to=docx",
            our_look,
            level=1 if book.is_one_part and not book.is_document else 2,
            lists_contents=not book.is_document,
        )


def _without_cover(pieces: Mapping[str, str]) -> Mapping[str, str]:
    return {**pieces, _STYLES: pieces[_STYLES].replace(_COVER_SPACE, 'w:before="0"')}
