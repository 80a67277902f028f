"""Colours as people write them, and how well one is read on another."""

import re

Colour = tuple[int, int, int]

READABLE = 4.5
"""The contrast that text needs (WCAG 2.2, success criterion 1.4.3)."""

SEEN = 3.0
"""The contrast that a shape needs (success criterion 1.4.11)."""

DARK: Colour = (20, 20, 26)
LIGHT: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)

_HEX = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE)


def read_colour(text: str) -> Colour:
    """Return the colour that is written as `#4B45C9`; raises ValueError for any other text."""
    if not (found := _HEX.fullmatch(text.strip())):
        raise ValueError(f"{text!r} is no colour; write one such as #4B45C9.")
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of the two, from 1 (alike) to 21 (black on white), by WCAG's formula."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: Colour, wanted: Colour) -> Colour:
    """Return `wanted` where it can be read there, else dark or light, whichever is read better.

    On a ground of middle lightness neither may do; there black does.
    """
    better = max((DARK, LIGHT), key=lambda colour: contrast(colour, background))
    colours = (wanted, better, _BLACK)
    return next(colour for colour in colours if contrast(colour, background) >= READABLE)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
