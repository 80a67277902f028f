"""Exports: a funnel's finished content as a file to take away. A new format is one file and one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generation.errors import InvalidRequestError, NotAllowedError
from generation.exports import docx, epub, html, md, pdf
from generation.exports import zip as everything
from generation.exports.content import FunnelContent, narrow
from generation.exports.names import file_name
from generation.exports.programs import ExportError
from generation.exports.progress import Report, silent

__all__ = [
    "FORMATS",
    "ExportError",
    "ExportedFile",
    "Format",
    "FunnelContent",
    "UnknownFormatError",
    "check_something_written",
    "export_funnel",
    "headers_of_a_file",
    "one_product",
]


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A file to be sent or saved; `name` holds nothing but plain letters, digits, hyphens and its ending."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Format:
    """`title` is what people call it."""

    title: str
    media_type: str
    write: Callable[[FunnelContent, Report], bytes]


def _at_once(write: Callable[[FunnelContent], bytes]) -> Callable[[FunnelContent, Report], bytes]:
    """Return `write` as a format wants it: made in one piece, it is done when it is there."""
    return lambda content, report: write(content)


_MARKDOWN = "text/markdown; charset=utf-8"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS: Mapping[str, Format] = {
    "zip": Format(title="ZIP", media_type="application/zip", write=everything.write_funnel),
    "pdf": Format(title="PDF", media_type="application/pdf", write=_at_once(pdf.write_funnel)),
    "docx": Format(title="Word", media_type=_WORD, write=_at_once(docx.write_funnel)),
    "epub": Format(title="EPUB", media_type="application/epub+zip", write=_at_once(epub.write_funnel)),
    "html": Format(title="HTML", media_type="text/html; charset=utf-8", write=_at_once(html.write_funnel)),
    "md": Format(title="Markdown", media_type=_MARKDOWN, write=_at_once(md.write_funnel)),
}


class UnknownFormatError(ValueError):
    """There is no format of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no export format {name!r}; the formats are {', '.join(FORMATS)}.")


def one_product(content: FunnelContent, product: str) -> FunnelContent:
    """Return the content of that product, or all of it where `product` is "".

    Raises InvalidRequestError where there is no such product.
    """
    if product and product not in content.sellable:
        names = ", ".join(content.sellable)
        raise InvalidRequestError({"product": f"Choose one of {names}, or leave it out for everything."})
    return narrow(content, product) if product else content


def export_funnel(
    content: FunnelContent,
    format: str,  # noqa: A002 - the word the API uses
    *,
    report: Report = silent,
) -> ExportedFile:
    """Return the content as one file, telling `report` how far it is.

    Raises UnknownFormatError, NotAllowedError ("nothing_written") where no section is finished yet, and
    ExportError where the file cannot be made.
    """
    if format not in FORMATS:
        raise UnknownFormatError(format)
    check_something_written(content)
    chosen = FORMATS[format]
    return ExportedFile(
        name=f"{file_name(content.title)}.{format}",
        media_type=chosen.media_type,
        data=chosen.write(content, report),
    )


def headers_of_a_file(name: str) -> dict[str, str]:
    """Return what a browser is told with a file: save it, believe its type, and run nothing of it."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    }


def check_something_written(content: FunnelContent) -> None:
    """Raise NotAllowedError ("nothing_written") where no section is finished yet."""
    if not any(part.sections for part in content.parts):
        raise NotAllowedError("nothing_written", "Nothing is written yet. Generate the funnel first.")
