"""What people write, and what of it no page and no writer can take: each told in a sentence."""

import re
import unicodedata

# What our own prompts and answers are made of; in a person's words it would be read as instructions.
_OUR_MARKS = re.compile(r"=+\s*SECTION_BREAK\s*=+|</?\s*(?:request|brief|written)\b[^>]*>?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"[\n\r\x85\u2028\u2029]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Letters and signs of Unicode that are drawn as nothing: Hangul fillers and the empty Braille pattern.
_DRAWN_AS_NOTHING = "\u115f\u1160\u3164\uffa0\u2800"


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: spaces, zero-width and format characters, marks on no letter."""
    return all(
        unicodedata.category(character)[0] in "ZCM" or character in _DRAWN_AS_NOTHING for character in text
    )


def wrong_with_text(text: str) -> str:
    """Return the sentence about what a writer must not be handed; empty where there is nothing wrong."""
    if _CONTROL.search(text):
        return "Take out the control characters; they are invisible and break the text."
    if mark := _OUR_MARKS.search(text):
        shown = " ".join(mark[0].split())[:40]
        return f'Take out "{shown}"; it would be mistaken for an instruction to the writer.'
    return ""


def wrong_with_name(name: str) -> str:
    """Return the sentence about what no name or title may hold; empty where there is nothing wrong."""
    if is_blank(name):
        return "Write something that can be seen; there are only invisible characters."
    if _TURNS.search(name):
        return "Take out the characters that turn the direction of writing; the name would read otherwise."
    if _LINE_BREAKS.search(name):
        return "Write it in one line."
    return wrong_with_text(name)
