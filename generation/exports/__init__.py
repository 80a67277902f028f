"""Exports: finished content as a file to take away. A new format is one file and one line here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generation.errors import InvalidRequestError, NotAllowedError
from generation.exports import docx, epub, html, md, pdf, pptx, tables
from generation.exports import zip as everything
from generation.exports.content import FunnelContent, narrow
from generation.exports.names import file_name
from generation.exports.programs import ExportError
from generation.exports.progress import Report, silent
from generation.exports.shelves import MESSAGES, SLIDES

__all__ = [
    "FORMATS",
    "ExportError",
    "ExportedFile",
    "Format",
    "FunnelContent",
    "UnfitFormatError",
    "check_exportable",
    "check_format",
    "export_funnel",
    "formats_for",
    "formats_of",
    "headers_of_a_file",
    "headers_of_a_picture",
    "one_portion",
]


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A file to be sent or saved; `name` holds nothing but plain letters, digits, hyphens and its ending."""

    name: str
    media_type: str
    data: bytes


class UnfitFormatError(InvalidRequestError):
    """There is no format of that name, or it is not for what is written."""

    def __init__(self, name: str, fitting: "Mapping[str, Format]") -> None:
        wrong = "There is nothing to make such a file of" if name in FORMATS else "There is no such format"
        super().__init__({"format": f"{wrong}; choose one of {', '.join(fitting)}."})


@dataclass(frozen=True, kw_only=True)
class Format:
    """`title` is what people call it. `holds` are the kinds of sections it is for, all where it is empty."""

    title: str
    media_type: str
    write: Callable[[FunnelContent, Report], bytes]
    holds: frozenset[str] = frozenset()

    def fits(self, kinds: Iterable[str]) -> bool:
        """Whether it is for any of these kinds of sections."""
        return not self.holds or not self.holds.isdisjoint(kinds)


def _at_once(write: Callable[[FunnelContent], bytes]) -> Callable[[FunnelContent, Report], bytes]:
    """Return `write` as a format wants it: made in one piece, it is done when it is there."""
    return lambda content, report: write(content)


_MARKDOWN = "text/markdown; charset=utf-8"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml.document"
_POWERPOINT = f"{_OFFICE}.presentationml.presentation"
_CSV = "text/csv; charset=utf-8"

FORMATS: Mapping[str, Format] = {
    "zip": Format(title="ZIP", media_type="application/zip", write=everything.write_funnel),
    "pdf": Format(title="PDF", media_type="application/pdf", write=_at_once(pdf.write_funnel)),
    "docx": Format(title="Word", media_type=_WORD, write=_at_once(docx.write_funnel)),
    "epub": Format(title="EPUB", media_type="application/epub+zip", write=_at_once(epub.write_funnel)),
    "html": Format(title="HTML", media_type="text/html; charset=utf-8", write=_at_once(html.write_funnel)),
    "md": Format(title="Markdown", media_type=_MARKDOWN, write=_at_once(md.write_funnel)),
    "pptx": Format(
        title="PowerPoint", media_type=_POWERPOINT, write=_at_once(pptx.write_funnel), holds=SLIDES
    ),
    "csv": Format(title="CSV", media_type=_CSV, write=_at_once(tables.write_sequence), holds=MESSAGES),
}


def formats_of(content: FunnelContent) -> Mapping[str, Format]:
    """Return the formats that fit what is written."""
    return formats_for(section.kind for part in content.parts for section in part.sections)


def formats_for(kinds: Iterable[str]) -> Mapping[str, Format]:
    """Return the formats that fit sections of these kinds."""
    kinds = set(kinds)
    return {name: each for name, each in FORMATS.items() if each.fits(kinds)}


def one_portion(content: FunnelContent, portion: str) -> FunnelContent:
    """Return the content of that portion, or all of it where `portion` is "".

    Raises InvalidRequestError where there is no such portion.
    """
    if portion and portion not in content.portions:
        names = ", ".join(content.portions)
        raise InvalidRequestError({"product": f"Choose one of {names}, or leave it out for everything."})
    return narrow(content, portion) if portion else content


def export_funnel(
    content: FunnelContent,
    format: str,  # noqa: A002 - the word the API uses
    *,
    report: Report = silent,
) -> ExportedFile:
    """Return the content as one file, telling `report` how far it is.

    Raises what `check_exportable` raises, and ExportError where the file cannot be made.
    """
    check_exportable(content, format)
    chosen = FORMATS[format]
    return ExportedFile(
        name=f"{file_name(content.file_title)}.{format}",
        media_type=chosen.media_type,
        data=chosen.write(content, report),
    )


def check_exportable(content: FunnelContent, format: str) -> None:  # noqa: A002 - as above
    """Raise what stands against such a file of the content.

    NotAllowedError ("nothing_written") where no section is finished yet, UnfitFormatError where there is no
    such format, or none for what is written.
    """
    if format in FORMATS and not any(part.sections for part in content.parts):
        sentence = f"Nothing is written yet. Generate the {content.noun} first."
        raise NotAllowedError("nothing_written", sentence)
    check_format(format, formats_of(content))


def check_format(format: str, fitting: Mapping[str, Format]) -> None:  # noqa: A002 - as above
    """Raise UnfitFormatError where the format is none of those that fit."""
    if format not in fitting:
        raise UnfitFormatError(format, fitting)


def headers_of_a_file(name: str) -> dict[str, str]:
    """Return what a browser is told with a file: save it, believe its type, and run nothing of it."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    }


def headers_of_a_picture() -> dict[str, str]:
    """Return what a browser is told with a picture: believe its type, run nothing, ask again each time."""
    return {
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
