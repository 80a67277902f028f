"""From the text of an answer to its sections, forgiving only what leaves the text as it was written."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generation.blueprints.base import SectionSpec
from generation.blueprints.kinds import SECTION_KINDS, field_key
from generation.calls import SectionText, Violation
from generation.pipeline.reading import folded_name, names_of_sections
from generation.storable import storable

SEPARATOR = "===SECTION_BREAK==="

_OPENING_FENCE = re.compile(r"(`{3,}|~{3,})[\w-]*[ \t]*\n(?=\s*(?:#|===))")
_FIELD = re.compile(r"[ \t]*(?:\*\*)?([A-Za-z][A-Za-z ]*?)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(.*)")
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The sections of an answer that can be trusted, in answered order, and what is wrong with its shape."""

    sections: tuple[SectionText, ...]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """What stands between two separators; `spec` is None where its first line names no section asked for."""

    spec: SectionSpec | None
    first_line: str
    text: str


def parse_answer(answer: str, specs: tuple[SectionSpec, ...], *, cut_off: bool = False) -> Parsed:
    """Return the sections of an answer that was asked for `specs`.

    Never raises. Sections that are missing or empty are not noted here. Of an answer that was `cut_off` the
    last piece is dropped, since nothing shows that it is whole.
    """
    names = names_of_sections(specs)
    texts = split_at_separators(normalise(answer))
    if cut_off:
        texts = texts[:-1]
    pieces = [_read_piece(text, names) for text in texts if text.strip()]
    if not any(piece.spec for piece in pieces):
        return Parsed(sections=(), violations=(_no_sections(specs),))
    faults = _unknown(pieces) | _run_together(pieces, names) | _answered_twice(pieces)
    doubtful = _doubtful(pieces, faults)
    return Parsed(
        sections=tuple(
            _read_section(piece.spec, piece.text)
            for place, piece in enumerate(pieces)
            if piece.spec and place not in doubtful
        ),
        violations=tuple(faults[place] for place in sorted(faults)),
    )


def normalise(answer: str) -> str:
    """Return the answer, storable, with plain line ends, without blank ends or a fence around the whole."""
    text = storable(answer).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not (fence := _OPENING_FENCE.match(text)):
        return text
    return text[fence.end() :].removesuffix("\n" + fence[1]).strip()


def split_at_separators(text: str) -> list[str]:
    """Return what stands between the lines that hold the separator and nothing else."""
    pieces: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip() == SEPARATOR:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return ["\n".join(lines) for lines in pieces]


def section_named(line: str, names: Mapping[str, SectionSpec]) -> SectionSpec | None:
    """Return the section that this line, if it is a heading, names."""
    return names.get(folded_name(line)) if line.lstrip().startswith("#") else None


def _read_piece(text: str, names: Mapping[str, SectionSpec]) -> _Piece:
    first_line, _, rest = _BLANK_LINES.sub("", text).partition("\n")
    return _Piece(spec=section_named(first_line, names), first_line=first_line, text=rest)


def _no_sections(specs: tuple[SectionSpec, ...]) -> Violation:
    keys = ", ".join(spec.key for spec in specs)
    return Violation(
        rule="no_sections", section="", message=f"The answer holds none of the sections asked for ({keys})."
    )


def _unknown(pieces: list[_Piece]) -> dict[int, Violation]:
    return {
        place: Violation(
            rule="unknown_section",
            section="",
            message=f"The answer holds a section nobody asked for: “{_shortened(piece.first_line)}”.",
            span=_shortened(piece.first_line),
        )
        for place, piece in enumerate(pieces)
        if not piece.spec
    }


def _answered_twice(pieces: list[_Piece]) -> dict[int, Violation]:
    times = Counter(piece.spec.key for piece in pieces if piece.spec)
    return {
        place: Violation(
            rule="duplicate_section",
            section=piece.spec.key,
            message=f"The answer holds the section {piece.spec.key} {times[piece.spec.key]} times.",
            span=_shortened(piece.first_line),
        )
        for place, piece in enumerate(pieces)
        if piece.spec and times[piece.spec.key] > 1
    }


def _run_together(pieces: list[_Piece], names: Mapping[str, SectionSpec]) -> dict[int, Violation]:
    """Find pieces in which a section that has no piece of its own begins: its separator was forgotten."""
    absent = {spec.key for spec in names.values()} - {piece.spec.key for piece in pieces if piece.spec}
    if not absent:
        return {}
    return {
        place: Violation(
            rule="no_sections",
            section=piece.spec.key,
            message=f"The answer runs into {spec.title} without the separator line.",
            span=spec.key,
        )
        for place, piece in enumerate(pieces)
        if piece.spec and (spec := _begins_inside(piece.text, names)) and spec.key in absent
    }


def _begins_inside(text: str, names: Mapping[str, SectionSpec]) -> SectionSpec | None:
    headings = (section_named(line, names) for line in text.split("\n") if "#" in line)
    return next(filter(None, headings), None)


def _doubtful(pieces: list[_Piece], faults: Mapping[int, Violation]) -> set[int]:
    """Return the places whose text cannot be trusted: the faulty ones, and the neighbour of a stray piece.

    A stray piece may well be the rest of the section before it, cut off by a separator too many (or, at the
    very start, the beginning of the one after).
    """
    stray = {place for place, piece in enumerate(pieces) if not piece.spec}
    return set(faults) | {place - 1 if place else 1 for place in stray}


def _read_section(spec: SectionSpec, text: str) -> SectionText:
    fields: dict[str, str | list[str]] = {}
    rest = text
    while field := _next_field(rest, spec.kind, fields):
        name, value, rest = field
        fields[name] = value
    return SectionText(key=spec.key, body=_BLANK_LINES.sub("", rest).rstrip(), fields=fields)


def _next_field(text: str, kind: str, had: Mapping[str, object]) -> tuple[str, str | list[str], str] | None:
    """Return the named line the text opens with, and the text after it; None where the body has begun."""
    line, _, rest = _BLANK_LINES.sub("", text).partition("\n")
    if not (match := _FIELD.fullmatch(line)):
        return None
    name = field_key(match[1])
    expected = SECTION_KINDS[kind].line(name)
    if name in had or expected is None:
        return None
    value = match[2].strip()
    if expected.is_list:
        return name, [item for part in value.split(",") if (item := part.strip())], rest
    return name, value, rest


def _shortened(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:79]}…"
