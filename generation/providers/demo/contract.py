"""The last look at a section: whatever the request states stands in it, whoever the request came from."""

from collections.abc import Iterator, Mapping

from generation.providers.demo.asked import Wanted
from generation.providers.demo.length import count_words
from generation.providers.demo.material import bank
from generation.providers.demo.voice import Voice

BLANK_LINE = "_" * 40
_CONTRACT = 0.7  # of the range of the craft; below six tenths the section would be sent back

_MARKS: Mapping[str, tuple[str, str]] = {  # how it is known, what is put there
    "checkbox": ("- [ ] ", "- [ ] Done"),
    "table": ("| --- |", "| Step | Done |\n| --- | --- |\n| The first one | ☐ |"),
    "quote": ("\n> ", "> One small step, today."),
    "blank": (BLANK_LINE, f"Your own words:\n\n{BLANK_LINE}"),
}


def held_to(wanted: Wanted, text: str, voice: Voice) -> str:
    """Return the text with what it lacks of the strings, marks, button and words that were asked for."""
    whole = "\n\n".join([text, *_missing(wanted, text)])
    spare = (voice.draw(bank("depth")["all"], number) for number in range(len(bank("depth")["all"])))
    while count_words(whole) < wanted.fewest * _CONTRACT and (more := next(spare, "")):
        whole = f"{whole}\n\n{more}"
    return whole


def _missing(wanted: Wanted, text: str) -> Iterator[str]:
    if strings := [string for string in wanted.include if string not in text]:
        yield "Worth noting: " + "; ".join(strings)
    for mark in wanted.marks:
        sign, example = _MARKS.get(mark, ("", ""))
        if sign not in text:
            yield example
    if wanted.button and "\nButton: " not in text:
        yield "Button: Take a look"
