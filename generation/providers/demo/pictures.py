"""The demo illustrator: a quiet landscape for any prompt, drawn from nothing but the prompt's own bytes."""

import io
import math
import random
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFilter
from PIL.Image import Resampling

Colour = tuple[int, int, int]

# A sky above, a sky below, the sun, and hills from far to near; by hand, so that each goes with the others.
_PALETTES: tuple[tuple[str, ...], ...] = (
    ("#2B2D66", "#F2A65A", "#FFE3B3", "#8D6A9F", "#5B4B8A", "#352F5B"),
    ("#8EC5E8", "#FDF3E1", "#FFD27A", "#9CC5A1", "#5E9C76", "#2F5D50"),
    ("#F7D6C4", "#FBEFE3", "#F08A5D", "#C9ADA7", "#9A8C98", "#4A4E69"),
    ("#0F3D4C", "#88C0A9", "#F6F1D1", "#3E8E86", "#22666A", "#0B2F3A"),
    ("#F9C5D1", "#FDE8E4", "#E56B6F", "#B56576", "#6D597A", "#355070"),
    ("#C8D9F0", "#FFF4DF", "#F4B860", "#A8B8D8", "#7089B0", "#3B5273"),
)
_LARGER = 2  # drawn so much larger, and made smaller: edges come out smooth
_HILLS = 3


def draw_picture(prompt: str, size: tuple[int, int]) -> bytes:
    """Return a PNG of this size in pixels: the same bytes for the same prompt and size."""
    chance = random.Random(sha256(prompt.encode()).digest())  # noqa: S311 - the same each time, no secret
    width, height = size[0] * _LARGER, size[1] * _LARGER
    palette = random.Random(sha256(_look_in(prompt).encode()).digest()).choice(_PALETTES)  # noqa: S311
    above, below, sun, *hills = map(_colour, palette)
    image = _sky(above, below, (width, height))
    _draw_sun(image, sun, chance)
    for place, colour in enumerate(hills):
        _draw_hill(image, colour, chance, level=0.56 + 0.15 * place)
    file = io.BytesIO()
    image.resize(size, Resampling.LANCZOS).save(file, "PNG", compress_level=6)
    return file.getvalue()


def _look_in(prompt: str) -> str:
    """Return what all pictures of a series are told, behind the scene of each; else all of it."""
    paragraphs = prompt.split("\n\n")
    return paragraphs[1] if len(paragraphs) > 1 else prompt


def _colour(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _sky(above: Colour, below: Colour, size: tuple[int, int]) -> Image.Image:
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, below), Image.new("RGB", size, above), mask)


def _draw_sun(image: Image.Image, colour: Colour, chance: random.Random) -> None:
    width, height = image.size
    radius = chance.uniform(0.08, 0.13) * width
    x, y = chance.uniform(0.2, 0.8) * width, chance.uniform(0.2, 0.42) * height
    glow = Image.new("L", (width // 8, height // 8))
    around = [(value + sign * radius * 2) / 8 for sign in (-1, 1) for value in (x, y)]
    ImageDraw.Draw(glow).ellipse(around, fill=110)
    blurred = glow.filter(ImageFilter.GaussianBlur(radius / 12)).resize(image.size, Resampling.BICUBIC)
    image.paste(colour, (0, 0, width, height), blurred)
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _draw_hill(image: Image.Image, colour: Colour, chance: random.Random, *, level: float) -> None:
    """Draw a ridge of three waves, filled down to the lower edge; `level` is its height from above."""
    width, height = image.size
    waves = [
        (chance.uniform(0.6, 1.4) * (place + 1), chance.uniform(0, math.tau), 0.045 / (place + 1))
        for place in range(_HILLS)
    ]
    ridge = [
        (
            x,
            height
            * (
                level
                + sum(depth * math.sin(math.tau * times * x / width + shift) for times, shift, depth in waves)
            ),
        )
        for x in range(0, width + 8, 8)
    ]
    ImageDraw.Draw(image).polygon([*ridge, (width, height), (0, height)], fill=colour)
