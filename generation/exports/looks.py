"""The look of what Pandoc makes: a document whose styles it takes over, packed from pieces of ours.

What a piece lacks is Pandoc's own. None of them bears a time, which Pandoc would hand on.
"""

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_TEMPLATES = Path(__file__).parent / "templates"


def pieces_of(kind: str) -> dict[str, str]:
    """Return the pieces for files of that ending, by their path in it."""
    folder = _TEMPLATES / kind
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


@contextmanager
def look(pieces: Mapping[str, str], kind: str) -> Iterator[str]:
    """Yield the option by which Pandoc takes over the look of these pieces."""
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as reference:
        reference.write(_pack(pieces))
        reference.flush()
        yield f"--reference-doc={reference.name}"


def _pack(pieces: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path, text in pieces.items():
            archive.writestr(ZipInfo(path), text, compress_type=ZIP_DEFLATED)
    return buffer.getvalue()
