"""Every sentence of the demo writer's material, in every reading, as a copy editor would check it."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from generation.providers.demo.material import FOLDER

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_HEADING = re.compile(r"##|tags: |about: ")
_SLIPS = {
    "a word twice": re.compile(r"(?<!\w)(\w+) \1(?!\w)", re.I),
    "two determiners": re.compile(
        r"\b(?:the|an?|their|your|his|her|more|its) (?:(?:the|an?|its|their|your)\b|\{work\})", re.I
    ),
    "a before a vowel": re.compile(r"\ba (?!one\b|once\b)[aeio]\w*"),
    "an before a consonant": re.compile(r"\ban [bcdfgjklmnpqrstvwxyz]\w+"),
    "one person, a plural verb": re.compile(
        r"\b(?:everyone|everybody|nobody|no one|somebody) (?:are|have|do|find|want|overfill)\b"
    ),
    "a space before a mark": re.compile(r" [,;:.!?](?!\w)"),
    "a mark twice": re.compile(r"[,;:]{2}|(?<!\.)\.\.(?!\.)"),
    "a space twice": re.compile(r"  "),
}  # fmt: skip
_RIGHT = {"that that", "had had", "nothing nothing", "no no"}


def material_lines() -> list[tuple[str, str]]:
    return [
        (f"{path.stem}:{number}", line)
        for path in sorted(FOLDER.rglob("*.md"))
        for number, whole in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if whole and not _HEADING.match(whole)
        for line in whole.split(" :: ")
    ]


def all_readings(line: str) -> Iterator[str]:
    """Yield the line in every combination of its choices."""
    parts = _CHOICE.split(line)
    fixed, choices = parts[::2], [part.split("|") for part in parts[1::2]]
    for taken in product(*choices):
        yield "".join(text for pair in zip(fixed, [*taken, ""], strict=True) for text in pair)


def slips_in(text: str) -> list[str]:
    return [
        f"{name}: {found[0]}"
        for name, slip in _SLIPS.items()
        for found in slip.finditer(text)
        if found[0].lower() not in _RIGHT
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.md")), ids=lambda path: path.stem)
def test_no_reading_of_a_sentence_holds_a_slip(path: Path) -> None:
    slips = {
        f"{place}: {slip}"
        for place, line in material_lines()
        if place.startswith(f"{path.stem}:")
        for reading in all_readings(line)
        for slip in slips_in(reading)
    }

    assert sorted(slips) == []


def test_no_choice_offers_the_same_words_twice() -> None:
    doubled = [
        (place, choice[0])
        for place, line in material_lines()
        for choice in _CHOICE.finditer(line)
        if len(set(choice[1].split("|"))) < len(choice[1].split("|"))
    ]

    assert doubled == []


def test_the_examples_of_a_slip_are_found() -> None:
    wrong = (
        "the the hill",
        "their {work}",
        "more the work",
        "a apple",
        "an pear",
        "everyone find",
        "no , then",
    )

    assert [text for text in wrong if not slips_in(text)] == []


@pytest.mark.parametrize("path", sorted((FOLDER / "lessons").glob("*.md")), ids=lambda path: path.stem)
def test_every_sentence_of_a_lesson_ends_as_one(path: Path) -> None:
    open_ends = {
        (place, reading)
        for place, line in material_lines()
        if place.startswith(f"{path.stem}:") and not line.startswith(("titles: ", "lens: "))
        for reading in all_readings(line)
        if not re.search(r"[.?][\"”]?$", reading)
    }

    assert open_ends == set()
