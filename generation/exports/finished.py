"""Finished slides of a carousel: what was drawn and what is written of them now, in the look of its owner."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image

from generation import pictures
from generation.exports.content import FunnelContent
from generation.exports.letters import printable
from generation.exports.plain import as_plain_text
from generation.exports.shelves import CAROUSEL_SLIDES, sections_of
from generation.pictures.colours import read_colour
from generation.pictures.kept import fetch
from generation.pictures.platforms import PLATFORMS, USUAL, Platform
from generation.pictures.slides import Look, Slide, as_pdf, as_png, draw

_MAKERS = ("pillow", "font-source-sans-pro", "font-source-serif-pro")


@dataclass(frozen=True, kw_only=True)
class FinishedSlide:
    """One slide; `key` is that of its section, `picture` the name of what was drawn, "" where nothing was."""

    key: str
    slide: Slide
    picture: str
    platform: Platform
    look: Look

    @property
    def fingerprint(self) -> str:
        """The same digest for the same slide, as long as the same picture would be made of it."""
        return sha256(f"{_edition()}\n{json.dumps(asdict(self), sort_keys=True)}".encode()).hexdigest()

    def fetch(self) -> bytes | None:
        """Return what was drawn, out of the storage; None where nothing was, or where it is gone."""
        try:
            return fetch(self.picture) if self.picture else None
        except FileNotFoundError:
            return None

    def draw(self, drawn: bytes | None) -> Image.Image:
        return draw(drawn, self.slide, self.platform, self.look)

    def as_png(self, drawn: bytes | None) -> bytes:
        return as_png(self.draw(drawn))


Drawn = tuple[FinishedSlide, bytes | None]
"""A slide with what was drawn for it."""


def finished_slides(content: FunnelContent) -> tuple[FinishedSlide, ...]:
    """Return the slides of the content in order; none where it has none."""
    return tuple(_finished(content))


def drawn_slides(content: FunnelContent) -> tuple[Drawn, ...]:
    """Return them with what was drawn for them; from here on nothing is fetched any more."""
    return tuple((slide, slide.fetch()) for slide in finished_slides(content))


def write_pdf(slides: Sequence[Drawn], *, title: str) -> bytes:
    """Return the slides, one at least, as pages of a PDF."""
    return as_pdf([slide.draw(drawn) for slide, drawn in slides], title=printable(title))


def _finished(content: FunnelContent) -> Iterator[FinishedSlide]:
    platform, look = PLATFORMS.get(_said(content, "platform"), PLATFORMS[USUAL]), _look(content)
    sections = sections_of(content.parts, CAROUSEL_SLIDES)
    for number, section in enumerate(sections, start=1):
        yield FinishedSlide(
            key=section.key,
            slide=Slide(
                headline=printable(str(section.fields.get("headline") or "")),
                body=as_plain_text(section.body),
                number=number,
                total=len(sections),
                author=printable(content.author),
            ),
            picture=content.pictures.get(section.key, ""),
            platform=platform,
            look=look,
        )


def _look(content: FunnelContent) -> Look:
    """Return the look that the run's inputs ask for; what they leave out is ours."""
    colours: Mapping[str, Any] = {
        name: read_colour(given)
        for name in ("background", "text", "accent")
        if (given := _said(content, name))
    }
    return replace(Look(family=_said(content, "font") or Look.family), **colours)


def _said(content: FunnelContent, name: str) -> str:
    return str(content.inputs.get(name) or "")


@cache
def _edition() -> str:
    """Return what changes with whatever makes the slides: the code of pictures, and what it is made with."""
    edition = sha256()
    for path in sorted(Path(pictures.__file__).parent.glob("*.py")):
        edition.update(path.read_bytes())
    for maker in _MAKERS:
        edition.update(version(maker).encode())
    return edition.hexdigest()
