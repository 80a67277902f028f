"""Presentations as an independent reader sees them: the XML inside a PPTX."""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_NAME = re.compile(r'<p:cSld name="([^"]+)"')


def slides_of(pptx: bytes) -> list[list[str]]:
    """Return the texts of each slide in order, a paragraph each."""
    with ZipFile(io.BytesIO(pptx)) as archive:
        return [_paragraphs(archive.read(path)) for path in _paths(archive)]


def notes_of(pptx: bytes) -> list[str]:
    """Return what is said to each slide; "" where nothing is."""
    with ZipFile(io.BytesIO(pptx)) as archive:
        found = [_related(archive, path, "notesSlide") for path in _paths(archive)]
        return [_paragraphs(archive.read(path))[0] if path else "" for path in found]


def layouts_of(pptx: bytes) -> list[str]:
    """Return the name of each slide's layout."""
    with ZipFile(io.BytesIO(pptx)) as archive:
        layouts = [archive.read(_related(archive, path, "slideLayout")).decode() for path in _paths(archive)]
    return [found[1] for layout in layouts if (found := _NAME.search(layout))]


def _paths(archive: ZipFile) -> list[str]:
    found = (_SLIDE.fullmatch(name) for name in archive.namelist())
    numbers = sorted(int(each[1]) for each in found if each)
    return [f"ppt/slides/slide{number}.xml" for number in numbers]


def _related(archive: ZipFile, path: str, kind: str) -> str:
    """Return the path of what the slide names of that kind; "" where it names none."""
    relations = archive.read(path.replace("slides/", "slides/_rels/") + ".rels")
    targets = (
        str(each.attrib["Target"])
        for each in ElementTree.fromstring(relations).iter(_RELATED)
        if each.attrib["Type"].endswith(f"/{kind}")
    )
    return next((target.replace("..", "ppt") for target in targets), "")


def _paragraphs(xml: bytes) -> list[str]:
    return ["".join(_pieces(each)) for each in ElementTree.fromstring(xml).iter(f"{_DRAWING}p")]


def _pieces(paragraph: ElementTree.Element) -> Iterator[str]:
    for piece in paragraph.iter():
        if piece.tag == f"{_DRAWING}t":
            yield piece.text or ""
        elif piece.tag == f"{_DRAWING}br":
            yield "\n"
