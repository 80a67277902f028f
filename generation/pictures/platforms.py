"""Where slides are shown, how large they are there, what covers them, and how much a caption may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

USUAL: Final = "instagram"
"""The platform where nobody names one."""

HASHTAG_CHARACTERS = 150
"""How many of a caption's characters are left to its hashtags."""


@dataclass(frozen=True, kw_only=True)
class Platform:
    """`width` and `height` in pixels; `picture` is the size in which its pictures are drawn, of 16ths.

    Words keep clear of the edges by these shares of height and width. A caption has at most so many
    characters, hashtags and all; `caption_words` is the range that reads best there, `hashtags` the most of
    them that are of use.
    """

    title: str
    width: int
    height: int
    picture: tuple[int, int] = (1536, 1024)
    top: float = 0.06
    bottom: float = 0.06
    side: float = 0.07
    caption_characters: int = 2200
    caption_words: tuple[int, int] = (40, 120)
    hashtags: int = 5

    @property
    def name(self) -> str:
        """What people call it, without its shape."""
        return self.title.partition(",")[0]

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def safe_area(self) -> tuple[int, int, int, int]:
        """The left, upper, right and lower edge of where words may stand."""
        side = round(self.width * self.side)
        top, bottom = round(self.height * self.top), round(self.height * (1 - self.bottom))
        return side, top, self.width - side, bottom


PLATFORMS: Mapping[str, Platform] = {
    "instagram": Platform(title="Instagram, 4:5", width=1080, height=1350),
    "square": Platform(title="Square, 1:1", width=1080, height=1080),
    "linkedin": Platform(
        title="LinkedIn, 4:5", width=1080, height=1350, caption_characters=3000, caption_words=(60, 160)
    ),
    "pinterest": Platform(
        title="Pinterest, 2:3", width=1000, height=1500, caption_characters=500, caption_words=(20, 45)
    ),
    # The app's own buttons lie over the edges of a story.
    "story": Platform(
        title="Story, 9:16",
        width=1080,
        height=1920,
        picture=(1024, 1024),
        top=0.14,
        bottom=0.2,
        side=0.08,
        caption_words=(15, 45),
        hashtags=3,
    ),
}
