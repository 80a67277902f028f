"""Exports: a funnel's finished content as a file to take away. A new format is one file and one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generation.errors import NotAllowedError
from generation.exports import html, md
from generation.exports.content import FunnelContent
from generation.exports.names import file_name
from generation.exports.zip import write_funnel as write_zip

__all__ = ["FORMATS", "ExportedFile", "FunnelContent", "UnknownFormatError", "export_funnel"]


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A file to be sent or saved; `name` holds nothing but plain letters, digits, hyphens and its ending."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Format:
    media_type: str
    write: Callable[[FunnelContent], bytes]


FORMATS: Mapping[str, Format] = {
    "zip": Format(media_type="application/zip", write=write_zip),
    "md": Format(media_type="text/markdown; charset=utf-8", write=md.write_funnel),
    "html": Format(media_type="text/html; charset=utf-8", write=html.write_funnel),
}


class UnknownFormatError(ValueError):
    """There is no format of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no export format {name!r}; the formats are {', '.join(FORMATS)}.")


def export_funnel(content: FunnelContent, format: str) -> ExportedFile:  # noqa: A002 - the word the API uses
    """Return the content as one file.

    Raises UnknownFormatError, and NotAllowedError ("nothing_written") where no section is finished yet.
    """
    if format not in FORMATS:
        raise UnknownFormatError(format)
    if not any(part.sections for part in content.parts):
        raise NotAllowedError("nothing_written", "Nothing is written yet. Generate the funnel first.")
    chosen = FORMATS[format]
    return ExportedFile(
        name=f"{file_name(content.name)}.{format}", media_type=chosen.media_type, data=chosen.write(content)
    )
