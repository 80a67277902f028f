"""Words set in type: fonts from packages, lines that fit a width, and the size at which all of them fit."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import ceil
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

_MOST_CHARACTERS = 2000
"""No slide has room for more, whatever its size; of a longer text the rest is not looked at."""

LINE_HEIGHT = 1.22
"""The distance of two lines, in sizes of the type."""

_FOLDERS = {
    "sans": (font_source_sans_pro.font_directory, "SourceSansPro"),
    "serif": (font_source_serif_pro.font_directory, "SourceSerifPro"),
}
FONTS = tuple(_FOLDERS)
_NARROWER_BY = 8  # pixels: no eye sees less
_NOT_IN_FONTS = ("So", "Cs", "Co", "Cn", "Cf", "Cc")


@dataclass(frozen=True)
class Type:
    """A typeface (sans or serif) in one weight: Regular, Semibold or Bold."""

    family: str
    weight: str

    def at(self, size: int) -> FreeTypeFont:
        """Return it at this size in pixels."""
        return _font(self.family, self.weight, size)


@dataclass(frozen=True)
class Setting:
    """Lines of one type and size, in pixels, ready to be drawn below each other."""

    lines: tuple[str, ...]
    type: Type
    size: int

    @property
    def font(self) -> FreeTypeFont:
        return self.type.at(self.size)

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LINE_HEIGHT)

    @property
    def width(self) -> int:
        return ceil(max(map(self.font.getlength, self.lines), default=0))


@lru_cache(maxsize=64)
def _font(family: str, weight: str, size: int) -> FreeTypeFont:
    folder, name = _FOLDERS[family]
    path = Path(folder) / f"{name}-{weight}.ttf"
    # The plain layout is alike on every machine, whichever libraries it has.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def fitted(text: str, face: Type, *, width: int, height: int, sizes: Sequence[int]) -> Setting:
    """Return the words in the largest of the sizes in which they fit; where none does, in the last one.

    Lines are about as long as each other, so that no word stands alone on the last.
    What is too long even then loses its last words, and says so by three dots.
    """
    words = drawable(text[:_MOST_CHARACTERS])
    setting = Setting((), face, sizes[-1])
    for size in sizes:
        fits = max(1, int(height / (size * LINE_HEIGHT)))
        setting = Setting(_first_lines(words, face.at(size), width, fits + 1), face, size)
        if setting.height <= height:
            return _balanced(setting, words, width)
    *whole, last = setting.lines[:fits]
    return Setting((*whole, _cut(last, setting.font, width)), face, setting.size)


def _balanced(setting: Setting, words: str, width: int) -> Setting:
    """Return the words in as many lines as before, in the least width in which that goes."""
    least, most = 0, width
    lines = setting.lines
    while most - least > _NARROWER_BY:
        middle = (least + most) // 2
        tried = _first_lines(words, setting.font, middle, len(lines) + 1) if middle else ()
        if 0 < len(tried) <= len(setting.lines) and not _breaks_a_word(tried, words):
            lines, most = tried, middle
        else:
            least = middle
    return Setting(lines, setting.type, setting.size)


def _breaks_a_word(lines: Sequence[str], words: str) -> bool:
    return " ".join(lines) != words


def drawable(text: str) -> str:
    """Return the words on one line, without the signs that no font of ours has, such as pictures of faces."""
    kept = (sign for sign in unicodedata.normalize("NFC", text) if _is_in_fonts(sign))
    return " ".join("".join(kept).split())


def _is_in_fonts(sign: str) -> bool:
    return sign.isspace() or (ord(sign) < 0x1_0000 and unicodedata.category(sign) not in _NOT_IN_FONTS)


def _first_lines(text: str, face: FreeTypeFont, width: int, most: int) -> tuple[str, ...]:
    return tuple(islice(_lines(text, face, width), most))


def _lines(text: str, face: FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in (piece for whole in text.split() for piece in _pieces(whole, face, width)):
        longer = f"{line} {word}".strip()
        if line and face.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _pieces(word: str, face: FreeTypeFont, width: int) -> Iterator[str]:
    """Yield the word, in pieces where it alone is wider than a line."""
    while face.getlength(word) > width and len(word) > 1:
        lengths = range(1, len(word))
        fits = max(1, bisect_right(lengths, width, key=lambda length: ceil(face.getlength(word[:length]))))
        yield word[:fits]
        word = word[fits:]
    yield word


def _cut(line: str, face: FreeTypeFont, width: int) -> str:
    """Return the line with three dots at its end, without the words, or letters, that then do not fit."""
    while line and face.getlength(f"{line}\u2026") > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return line.rstrip(",;:.") + "\u2026"
