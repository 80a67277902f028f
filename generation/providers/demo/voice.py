"""From a sentence of the material to one of the text: its choices taken, its slots filled."""

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import TypeVar

T = TypeVar("T")

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
# Slots that are written as the brief writes them, wherever they stand.
_NAME_FIRST = re.compile(r"[*“\"]*\{(?:product|next|bundle|url|next_url|author)\}")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Says the same sentence in the same words whenever seed, values and use are the same."""

    seed: str
    values: Mapping[str, str] = field(default_factory=dict)

    def knowing(self, **values: str) -> "Voice":
        """Return this voice with more values for the slots."""
        return replace(self, values={**self.values, **values})

    def say(self, line: str, *, use: int = 0) -> str:
        """Return the sentence in its `use`-th reading, with a capital in front."""
        text = _SLOT.sub(lambda slot: self.values[slot[1]], _choose(line, self.number(line), use))
        return text if _NAME_FIRST.match(line) else _capitalised(text)

    def tell(self, lines: Sequence[str], *, use: int = 0) -> str:
        """Return these sentences as one paragraph."""
        return " ".join(self.say(line, use=use) for line in lines)

    def draw(self, part: Sequence[Sequence[str]], number: int) -> str:
        """Return the `number`-th paragraph of a part, counted on in new readings when all have been used.

        Returns "" when the paragraph has no reading left that was not used for a lower number.
        """
        order = self.shuffled(part, named="\n".join)
        lines, use = order[number % len(order)], number // len(order)
        return "" if use >= max(map(readings, lines)) else self.tell(lines, use=use)

    def shuffled(self, items: Sequence[T], *, named: Callable[[T], str]) -> list[T]:
        """Return the items in this voice's own order.

        `named` must give an item the same name in every process, which `repr` does not: that of a set
        follows the process's hash seed.
        """
        return sorted(items, key=lambda item: self.number(named(item)))

    def number(self, key: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed}\n{key}".encode()).digest()[:6])


@cache
def readings(line: str) -> int:
    """Return in how many ways the sentence can be said."""
    return math.prod(len(choice[1].split("|")) for choice in _CHOICE.finditer(line))


def _choose(line: str, pick: int, use: int) -> str:
    """Return the sentence with an option taken at each choice; each use gives another, up to `readings`."""
    shift = use * _stride(line) % readings(line)

    def one(choice: re.Match[str]) -> str:
        nonlocal pick, shift
        options = choice[1].split("|")
        at = (pick + shift) % len(options)
        pick, shift = pick // len(options), shift // len(options)
        return options[at]

    return _CHOICE.sub(one, line)


@cache
def _stride(line: str) -> int:
    """Return a step that comes round to every reading, and whose first changes every choice if it can."""
    stride, place = 0, 1
    for choice in _CHOICE.finditer(line):
        stride, place = stride + place, place * len(choice[1].split("|"))
    return next(step for step in count(max(1, stride)) if math.gcd(step, place) == 1)


def _capitalised(text: str) -> str:
    """Return the text with its first letter, quotation marks and stars aside, as a capital."""
    match = re.match(r"[*“\"]*", text)
    start = match.end() if match else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]
