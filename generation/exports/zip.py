"""ZIP: everything as a folder, the same bytes for the same content.

Each product has a folder of its own with the files its readers may be given; emails and listings are also
there as the files that email tools and marketplaces take.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generation.exports import docx, epub, html, md, pdf, pptx, tables
from generation.exports.captions import captions_of
from generation.exports.content import FunnelContent
from generation.exports.finished import drawn_slides, write_pdf
from generation.exports.html import IndexEntry, IndexShelf
from generation.exports.mail import mails_of, write_mail
from generation.exports.names import file_name
from generation.exports.progress import Report
from generation.exports.sequence import messages_of
from generation.exports.shelves import DECK, DOCUMENTS, PRODUCTS, Document, Shelf, alone, arrange

_OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3
_SIDE_BY_SIDE = 4  # files made at once: most wait for a program
_Make = Callable[[FunnelContent], bytes]
_BOOKS: Mapping[str, Mapping[str, _Make]] = {
    PRODUCTS: {"pdf": pdf.write_funnel, "docx": docx.write_funnel, "epub": epub.write_funnel},
    DOCUMENTS: {"pdf": pdf.write_funnel, "docx": docx.write_funnel},
    DECK: {"pptx": pptx.write_funnel},
}
"""What the documents of a shelf are made into besides Markdown and HTML, by ending."""


@dataclass(frozen=True, kw_only=True)
class File:
    path: str
    make: Callable[[], bytes]


def write_funnel(content: FunnelContent, report: Report) -> bytes:
    """Return the ZIP; everything stands below one folder, named like the file. Raises ExportError."""
    folder = file_name(content.file_title)
    buffer = io.BytesIO()
    files = list(_files(content))
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for file, data in zip(files, _made(files, report), strict=True):
            archive.writestr(_entry(f"{folder}/{file.path}"), data)
    return buffer.getvalue()


def _made(files: Sequence[File], report: Report) -> Iterator[bytes]:
    """Yield the files' bytes in order; where one cannot be made, those that are not begun are left."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as makers:
        making = [makers.submit(file.make) for file in files]
        try:
            for done, each in enumerate(making):
                report(done, len(files))
                yield each.result()
        finally:
            makers.shutdown(cancel_futures=True)


def _files(content: FunnelContent) -> Iterator[File]:
    shelves = arrange(content)
    index = [_index_shelf(shelf) for shelf in shelves]
    slides, lists = list(_slides(content)), [*_mails(content), *_lists(content), *_captions(content)]
    paths = {"To post": [file.path for file in slides], "To import": [file.path for file in lists]}
    yield File(path="index.html", make=partial(html.write_index, content, index, paths))
    yield from slides
    for shelf in shelves:
        for number, document in enumerate(shelf.documents, start=1):
            yield from _of_document(document, _path(shelf, document, number), content)
        yield from _books(shelf, content)
    yield from lists


def _of_document(document: Document, path: str, content: FunnelContent) -> Iterator[File]:
    yield File(path=f"{path}.md", make=partial(md.write_document, document))
    yield File(path=f"{path}.html", make=partial(html.write_document, document, content))


def _books(shelf: Shelf, content: FunnelContent) -> Iterator[File]:
    for number, document in enumerate(shelf.documents, start=1):
        one, path = alone(content, document), _path(shelf, document, number)
        for ending, write in _BOOKS.get(shelf.title, {}).items():
            yield File(path=f"{path}.{ending}", make=partial(write, one))


def _slides(content: FunnelContent) -> Iterator[File]:
    """The pictures are fetched here: those who make the files, side by side, ask no database."""
    slides = drawn_slides(content)
    for slide, drawn in slides:
        path = f"slides/{slide.slide.number}-{file_name(slide.slide.headline)}.png"
        yield File(path=path, make=partial(slide.as_png, drawn))
    if slides:
        yield File(path="slides/slides.pdf", make=partial(write_pdf, slides, title=content.title))


def _captions(content: FunnelContent) -> Iterator[File]:
    for name, text in captions_of(content):
        yield File(path=f"slides/{file_name(name)}.txt", make=text.encode)


def _mails(content: FunnelContent) -> Iterator[File]:
    mails = [("emails", mail) for mail in mails_of(content)]
    timed = [("sequence", message.mail) for message in messages_of(content) if message.is_email]
    for folder, mail in (*mails, *timed):
        path = f"{folder}/{mail.position}-{file_name(mail.name)}.eml"
        yield File(path=path, make=partial(write_mail, mail))


def _lists(content: FunnelContent) -> Iterator[File]:
    if mails_of(content):
        yield File(path="emails/emails.csv", make=partial(tables.write_emails, content))
    if tables.listings_of(content):
        yield File(path="listings/listings.csv", make=partial(tables.write_listings, content))
    if messages_of(content):
        yield File(path="sequence/sequence.csv", make=partial(tables.write_sequence, content))


def _index_shelf(shelf: Shelf) -> IndexShelf:
    entries = tuple(
        IndexEntry(
            document=document,
            path=_path(shelf, document, number),
            others=(*_BOOKS.get(shelf.title, ()), "md"),
        )
        for number, document in enumerate(shelf.documents, start=1)
    )
    return IndexShelf(title=shelf.title, entries=entries)


def _path(shelf: Shelf, document: Document, number: int) -> str:
    """Return the path of a document without its ending; the number in it makes it unique.

    A product's files stand in a folder of their own and bear its name alone: they are given away.
    """
    name = file_name(document.file_title)
    if shelf.title == PRODUCTS:
        return f"{shelf.folder}/{number}-{name}/{file_name(document.title)}"
    return f"{shelf.folder}/{number}-{name}" if shelf.folder else name


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, _OLDEST_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry
