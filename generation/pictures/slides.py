"""A finished slide: a picture with words beside it, in the size of its platform and the colours of a brand.

The words stand on a plain ground, so that whatever the picture shows they can be read.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from generation.pictures.colours import SEEN, Colour, contrast, readable_on
from generation.pictures.letters import LINE_HEIGHT, Setting, Type, fitted
from generation.pictures.platforms import Platform

_PICTURE_SHARE = 0.6
"""How much of the height the picture takes at most; words that need more room get it."""

_LEAST_PICTURE_SHARE = 0.3
_GAP = 0.024  # of the height, between two things
_HEADLINE_SIZES = (0.07, 0.06, 0.052, 0.045, 0.04)  # of the width
_LONE_SIZES = (0.095, 0.085, *_HEADLINE_SIZES)  # of a headline with no text below it
_BODY_SIZES = (0.042, 0.038, 0.034, 0.031)
_SMALL = 0.026
_TINT = 0.16  # of the accent, where there is no picture
_BAR = (0.12, 0.009)  # width and height, of the width


@dataclass(frozen=True, kw_only=True)
class Look:
    """The colours and the typeface (sans or serif) of a brand."""

    background: Colour = (17, 17, 22)
    text: Colour = (236, 236, 241)
    accent: Colour = (169, 164, 255)
    family: str = "sans"


@dataclass(frozen=True, kw_only=True)
class Slide:
    """The words of a slide, its place among all (from 1), and by whom it is."""

    headline: str
    body: str
    number: int
    total: int
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Lines at their place: the left and upper edge of the first, in pixels."""

    setting: Setting
    left: int
    top: int
    colour: Colour

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The left, upper, right and lower edge of what is drawn."""
        return self.left, self.top, self.left + self.setting.width, self.top + self.setting.height


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything stands: the picture ends at `ground`, below which it is plain."""

    ground: int
    bar: tuple[int, int, int, int]
    words: tuple[Words, ...]


def compose(picture: bytes | None, slide: Slide, platform: Platform, look: Look) -> bytes:
    """Return the slide as PNG: the same bytes for the same picture, words, platform and look.

    Without a picture, None, there is a plain field in its place. Raises OSError where `picture` is none.
    """
    return as_png(draw(picture, slide, platform, look))


def draw(picture: bytes | None, slide: Slide, platform: Platform, look: Look) -> Image.Image:
    """Return the slide as an image to be drawn on or saved."""
    layout = lay_out(slide, platform, look)
    canvas = Image.new("RGB", platform.size, look.background)
    canvas.paste(_upper(picture, (platform.width, layout.ground), look), (0, 0))
    pen = ImageDraw.Draw(canvas)
    is_seen = contrast(look.accent, look.background) >= SEEN
    pen.rectangle(layout.bar, fill=look.accent if is_seen else readable_on(look.background, look.text))
    for words in layout.words:
        _write(pen, words)
    return canvas


def _upper(picture: bytes | None, size: tuple[int, int], look: Look) -> Image.Image:
    """Return what stands above the words: the picture, cut to this size, or a field in a hue of the brand."""
    if picture is None:
        ground, accent = (Image.new("RGB", size, colour) for colour in (look.background, look.accent))
        return Image.blend(ground, accent, _TINT)
    with Image.open(io.BytesIO(picture)) as opened:
        return ImageOps.fit(opened.convert("RGB"), size, Resampling.LANCZOS)


def as_png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6)
    return file.getvalue()


def as_pdf(images: Sequence[Image.Image], *, title: str) -> bytes:
    """Return a PDF with a page for each of them, the same bytes for the same images."""
    file = io.BytesIO()
    first, *others = images
    first.save(file, "PDF", save_all=True, append_images=others, title=title, creationDate=None, modDate=None)
    return file.getvalue()


def lay_out(slide: Slide, platform: Platform, look: Look) -> Layout:
    """Return where everything stands; all words are within the platform's safe area."""
    left, top, right, bottom = platform.safe_area
    gap, width = round(platform.height * _GAP), right - left
    small = round(platform.width * _SMALL)
    foot = bottom - round(small * LINE_HEIGHT)
    bar_width, bar_height = (round(platform.width * share) for share in _BAR)
    least_ground = round(top + (bottom - top) * _LEAST_PICTURE_SHARE)
    room = foot - least_ground - 5 * gap - bar_height
    bold, regular = Type(look.family, "Bold"), Type(look.family, "Regular")
    sizes = _HEADLINE_SIZES if slide.body else _LONE_SIZES
    headline = _fit(slide.headline, bold, width, room * 2 // 3, platform, sizes)
    body = _fit(slide.body, regular, width, room - headline.height, platform, _BODY_SIZES)
    needed = headline.height + body.height + 5 * gap + bar_height
    ground = min(round(platform.height * _PICTURE_SHARE), foot - needed)
    headline_top = ground + 2 * gap + bar_height
    text = readable_on(look.background, look.text)
    return Layout(
        ground=ground,
        bar=(left, ground + gap, left + bar_width, ground + gap + bar_height),
        words=(
            Words(setting=headline, left=left, top=headline_top, colour=text),
            Words(setting=body, left=left, top=headline_top + headline.height + gap, colour=text),
            *_footer(slide, platform, look, top=foot, size=small),
        ),
    )


def _fit(
    text: str, face: Type, width: int, height: int, platform: Platform, shares: Sequence[float]
) -> Setting:
    sizes = [round(platform.width * share) for share in shares]
    return fitted(text, face, width=width, height=height, sizes=sizes)


def _footer(slide: Slide, platform: Platform, look: Look, *, top: int, size: int) -> Iterator[Words]:
    """Yield the author, and at the other edge which of how many slides this is."""
    left, _, right, _ = platform.safe_area
    colour, face = readable_on(look.background, look.accent), Type(look.family, "Semibold")
    place = Setting((f"{slide.number} / {slide.total}",), face, size)
    height = round(size * LINE_HEIGHT)
    author = fitted(slide.author, face, width=right - left - place.width - size, height=height, sizes=[size])
    yield Words(setting=author, left=left, top=top, colour=colour)
    yield Words(setting=place, left=right - place.width, top=top, colour=colour)


def _write(pen: ImageDraw.ImageDraw, words: Words) -> None:
    setting = words.setting
    for number, line in enumerate(setting.lines):
        top = words.top + round(number * setting.size * LINE_HEIGHT)
        pen.text((words.left, top), line, font=setting.font, fill=words.colour)
