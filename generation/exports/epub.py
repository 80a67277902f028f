"""EPUB: a book for e-readers, with a page for its title, its contents, and a file for each chapter."""

from pathlib import Path

from generation.exports import pandoc
from generation.exports.book import bind
from generation.exports.content import FunnelContent

_STYLE = Path(__file__).parent / "templates" / "epub_head.html"


def write_funnel(content: FunnelContent) -> bytes:
    """Return the funnel, or the one product, as an EPUB; raises ExportError."""
    book = bind(content)
    level = 1 if book.is_one_part else 2
    options = (f"--toc-depth={level}", f"--split-level={level}", f"--include-in-header={_STYLE}")
    return pandoc.write(book, "--to=epub3", "--toc", *options, level=level, lists_contents=False)
