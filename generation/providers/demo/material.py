"""The sentences the demo writer draws from: lessons, banks and names, read once from `material/`.

A file of them is Markdown: `key: value` lines, then parts under `## name`; a part is paragraphs, a paragraph
is lines, a line is one sentence. In a sentence `[a|b]` is a choice and `{slot}` a value of the brief.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "material"

Paragraph = tuple[str, ...]
Part = tuple[Paragraph, ...]

_FIELD = re.compile(r"([a-z]+): (.+)")


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What one chapter teaches. `about` are words that a fitting chapter title holds; `lens` is what the
    lesson comes down to, as a phrase; `steps` are (what to do, how) pairs."""

    key: str
    titles: str
    about: frozenset[str]
    lens: str
    open: Paragraph
    why: Paragraph
    steps: tuple[tuple[str, str], ...]
    example: Paragraph
    mistake: Paragraph
    now: Paragraph
    ask: Paragraph


@dataclass(frozen=True, kw_only=True)
class Script:
    """A text to copy: its title, words that a fitting chapter title holds, when to use it, its sentences."""

    title: str
    about: frozenset[str]
    when: str
    lines: Paragraph


@cache
def lessons() -> Mapping[str, Lesson]:
    """Return all lessons by key, in the order of their keys."""
    return {path.stem: _lesson(path) for path in sorted((FOLDER / "lessons").glob("*.md"))}


@cache
def bank(name: str) -> Mapping[str, Part]:
    """Return the parts of a bank by name."""
    _, parts = _read((FOLDER / "banks" / f"{name}.md").read_text(encoding="utf-8"))
    return parts


@cache
def scripts() -> tuple[Script, ...]:
    return tuple(_script(title, part) for title, part in bank("scripts").items())


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Return the names of example persons, each with its pronoun."""
    lines = (FOLDER / "names.txt").read_text(encoding="utf-8").splitlines()
    return tuple((name, pronoun) for name, pronoun in (line.split() for line in lines))


def _lesson(path: Path) -> Lesson:
    fields, parts = _read(path.read_text(encoding="utf-8"))
    steps = (line.split(" :: ") for line in parts["steps"][0])
    return Lesson(
        key=path.stem,
        titles=fields["titles"],
        about=frozenset(fields["about"].split()),
        lens=fields["lens"],
        steps=tuple((what, how) for what, how in steps),
        **{name: parts[name][0] for name in ("open", "why", "example", "mistake", "now", "ask")},
    )


def _script(title: str, part: Part) -> Script:
    tags, when, *lines = part[0]
    return Script(
        title=title,
        about=frozenset(tags.removeprefix("tags: ").split()),
        when=when.removeprefix("when: "),
        lines=tuple(lines),
    )


def _read(text: str) -> tuple[dict[str, str], dict[str, Part]]:
    head, *sections = re.split(r"^## ", text, flags=re.M)
    fields = {match[1]: match[2] for line in head.splitlines() if (match := _FIELD.fullmatch(line))}
    return fields, {
        name.strip(): _paragraphs(body) for name, _, body in (s.partition("\n") for s in sections)
    }


def _paragraphs(body: str) -> Part:
    return tuple(tuple(paragraph.splitlines()) for paragraph in re.split(r"\n{2,}", body.strip()))
