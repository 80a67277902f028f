"""From a part of a bank to a section: named lines first, then paragraphs, lists and tables."""

import re
from collections.abc import Sequence

from generation.providers.demo.material import Paragraph
from generation.providers.demo.offers import clipped_to
from generation.providers.demo.voice import Voice

# Named lines, and the most characters of each.
LONGEST = {
    "Title": 90,
    "Notes": 1200,
    "Headline": 120,
    "Subhead": 240,
    "Send": 80,
    "Why": 200,
    "Subject": 80,
    "Preview": 140,
}
_NAMED = re.compile(rf"({'|'.join(LONGEST)}): (.+)")
_MARKED = re.compile(r"(- |\d+\. |> |### )(.+)")
_SLOT = re.compile(r"\{(\w+)\}")


def put_in_lines(part: Sequence[Paragraph], voice: Voice) -> str:
    """Return the section that the paragraphs make: one that opens with named lines keeps them together."""
    return "\n\n".join(text for paragraph in part if (text := _paragraph(paragraph, voice)))


def named_line(name: str, text: str) -> str:
    """Return `Name: text`, with as many words of the text as the line may have."""
    return f"{name}: {clipped_to(text, LONGEST[name])}"


def is_filled(line: str, voice: Voice) -> bool:
    """Whether there is something to say for every slot of the sentence; it is left out otherwise."""
    return all(voice.values[slot] for slot in _SLOT.findall(line))


def _paragraph(lines: Paragraph, voice: Voice) -> str:
    """Return the lines that can be said: each named or marked one on its own, the others as running text."""
    text, stood_alone = "", False
    for line in lines:
        if is_filled(line, voice):
            said, stands_alone = _line(line, voice)
            between = "\n" if stands_alone or stood_alone else " "
            text, stood_alone = f"{text}{between}{said}", stands_alone
    return text.strip()


def _line(line: str, voice: Voice) -> tuple[str, bool]:
    if named := _NAMED.fullmatch(line):
        return named_line(named[1], voice.say(named[2])), True
    if marked := _MARKED.fullmatch(line):
        return f"{marked[1]}{voice.say(marked[2])}", True
    if slot := _SLOT.fullmatch(line):  # an address or a name, to the letter
        return voice.values[slot[1]], True
    return voice.say(line), False
