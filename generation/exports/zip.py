"""ZIP: the funnel as a folder of Markdown and HTML, the same bytes for the same content."""

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generation.exports.content import Document, FunnelContent, Shelf, arrange
from generation.exports.html import IndexEntry, IndexShelf, write_document, write_index
from generation.exports.md import write_document as write_markdown
from generation.exports.names import file_name

_OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


def write_funnel(content: FunnelContent) -> bytes:
    """Return the ZIP; everything stands below one folder, named like the funnel."""
    folder = file_name(content.name)
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path, data in _files(content):
            archive.writestr(_entry(f"{folder}/{path}"), data)
    return buffer.getvalue()


def _files(content: FunnelContent) -> Iterator[tuple[str, bytes]]:
    shelves = arrange(content)
    yield "index.html", write_index(content, [_index_shelf(shelf) for shelf in shelves])
    for shelf in shelves:
        for number, document in enumerate(shelf.documents, start=1):
            path = _path(shelf, document, number)
            yield f"{path}.md", write_markdown(document)
            yield f"{path}.html", write_document(document, content)


def _index_shelf(shelf: Shelf) -> IndexShelf:
    entries = tuple(
        IndexEntry(document=document, path=_path(shelf, document, number))
        for number, document in enumerate(shelf.documents, start=1)
    )
    return IndexShelf(title=shelf.title, entries=entries)


def _path(shelf: Shelf, document: Document, number: int) -> str:
    """Return the path of a document without its ending; the number in it makes it unique."""
    name = file_name(document.file_title)
    return f"{shelf.folder}/{number}-{name}" if shelf.folder else name


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, _OLDEST_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry
