"""Exported books as independent readers see them: Poppler for PDF, EPUBCheck, and the XML inside a DOCX."""

import io
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

_A4 = ("-x", "0", "-y", "0", "-W", "595", "-H", "842")
_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # to optimise for a long one doubles its cost
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pages_of(pdf: bytes) -> list[str]:
    """Return the text that is on the paper of each page."""
    return _poppler("pdftotext", pdf, *_A4, "-layout", "-", "-").split("\f")[:-1]


def facts_of(pdf: bytes) -> dict[str, str]:
    """Return what the file says about itself: Title, Author, Pages and so on."""
    lines = (line.partition(":") for line in _poppler("pdfinfo", pdf, "-").splitlines())
    return {name: value.strip() for name, _, value in lines}


def addresses_in(pdf: bytes) -> set[str]:
    """Return where the file's links lead."""
    return set(re.findall(r"\S+:\S+", _poppler("pdfinfo", pdf, "-url", "-").partition("URL")[2]))


def complaints_about(epub: bytes, folder: Path, *, checker: str) -> str:
    """Return what EPUBCheck finds wrong, "" where it finds nothing. `checker` is where it is."""
    path = folder / "book.epub"
    path.write_bytes(epub)
    command = ["java", *_SHORT_RUN, "-jar", checker, "--failonwarnings", str(path)]  # Debian's is an archive
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr if ended.returncode else ""


def read_zipped(data: bytes, name: str) -> str:
    """Return a file of an EPUB, a DOCX or any other ZIP."""
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def texts_of(epub: bytes) -> str:
    """Return the pages of an EPUB, one after the other."""
    with ZipFile(io.BytesIO(epub)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if "/text/" in name)


def paragraphs_of(docx: bytes) -> list[tuple[str, str]]:
    """Return the paragraphs of a DOCX, each with the name of its style."""
    document = ElementTree.fromstring(read_zipped(docx, "word/document.xml"))
    return [(_style(paragraph), _text(paragraph)) for paragraph in document.iter(f"{_WORD}p")]


def _style(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else style.attrib[f"{_WORD}val"]


def _text(paragraph: ElementTree.Element) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(f"{_WORD}t"))


def _poppler(program: str, pdf: bytes, *arguments: str) -> str:
    ended = subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True)
    return ended.stdout.decode()
