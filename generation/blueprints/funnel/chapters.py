"""What the chapters of a product are called: as the brief says, as its cover says, or by number."""

import re
from collections.abc import Sequence
from dataclasses import replace

from generation.blueprints.base import WrittenSection, WrittenTask
from generation.blueprints.funnel.brief import Brief
from generation.blueprints.funnel.products import PRODUCTS, ProductKind

_LONGEST_TITLE = 120
_LIST_HEADING = re.compile(r"^[^\w\n]*chapters[^\w\n]*$", re.IGNORECASE | re.MULTILINE)
_NUMBERED = re.compile(
    r"^[^\w\n]*(?:chapter[ \t]+)?[0-9]{1,2}[^\w\n]*[.):\u2013\u2014-][^\w\n]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+(\S.*)$", re.MULTILINE)
_ONLY_A_NUMBER = re.compile(r"chapter [0-9]+", re.IGNORECASE)
_NAMES_OF_OTHER_PIECES = re.compile(r"cover|bridge|call[ _]to[ _]action|chapter[ _][0-9]+", re.IGNORECASE)


def count_chapters(brief: Brief, kind: ProductKind) -> int:
    """Return how many chapters the product has."""
    return len(brief.products[kind.key].chapters) or kind.usual


def name_chapters(brief: Brief, kind: ProductKind, earlier: Sequence[WrittenTask]) -> tuple[str, ...]:
    """Return the titles of all its chapters; "Chapter 3" stands in where neither brief nor cover names it."""
    count = count_chapters(brief, kind)
    titles = brief.products[kind.key].chapters or read_titles(_cover(kind, earlier), count)
    return _tell_apart(titles[:count], count)


def settle_titles(parts: Sequence[WrittenTask]) -> tuple[WrittenTask, ...]:
    """Return the parts with every chapter under its title.

    A first part is asked for before its own cover names the chapters, so its chapters are stored by number.
    """
    kinds = {kind.key: kind for kind in PRODUCTS}
    return tuple(
        _settled(part, parts, kinds[part.product]) if part.product in kinds else part for part in parts
    )


def _settled(part: WrittenTask, parts: Sequence[WrittenTask], kind: ProductKind) -> WrittenTask:
    titles = _tell_apart(read_titles(_cover(kind, parts), kind.usual), kind.usual)
    named = {f"chapter_{number}": title for number, title in enumerate(titles, start=1)}
    return replace(
        part, sections=tuple(_called(section, named.get(section.key)) for section in part.sections)
    )


def _called(section: WrittenSection, title: str | None) -> WrittenSection:
    return replace(section, title=title) if title and _ONLY_A_NUMBER.fullmatch(section.title) else section


def read_titles(cover: str, count: int) -> tuple[str, ...]:
    """Return up to `count` titles from the list at the end of a cover, in its order.

    It is a line `Chapters:` and numbered titles; bold, bullets and "Chapter 1:" are forgiven. Without that
    line the last `count` numbered lines are taken, for a writer who translated it.
    """
    *_, last = _LIST_HEADING.split(cover)
    has_heading = _LIST_HEADING.search(cover) is not None
    lines = _NUMBERED.findall(last) or (_BULLET.findall(last) if has_heading else [])
    chosen = lines[:count] if has_heading else lines[-count:]
    return tuple(_bare(line) for line in chosen)


def _cover(kind: ProductKind, earlier: Sequence[WrittenTask]) -> str:
    covers = (
        section.body
        for task in earlier
        if task.product == kind.key
        for section in task.sections
        if section.key == "cover"
    )
    return next(covers, "")


def _bare(title: str) -> str:
    bare = " ".join(title.split()).strip(" *_#\"'“”„«»`")[:_LONGEST_TITLE]
    return bare if re.search(r"\w", bare) else ""


def _tell_apart(titles: Sequence[str], count: int) -> tuple[str, ...]:
    """Return `count` titles, none of them empty, repeated, or what another piece of the answer is called."""
    named: list[str] = []
    for number in range(1, count + 1):
        title = titles[number - 1] if number <= len(titles) else ""
        if _NAMES_OF_OTHER_PIECES.fullmatch(title):
            title = f"Chapter {number}: {title}"
        if not title or title.casefold() in (other.casefold() for other in named):
            title = f"Chapter {number}"
        named.append(title)
    return tuple(named)
