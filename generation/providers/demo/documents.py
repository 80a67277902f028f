"""A company's documents: each from a bank of its own, with lines of the inputs quoted by their source."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.contract import held_to
from generation.providers.demo.documents_facts import dealt, facts_in
from generation.providers.demo.documents_voice import document_voice
from generation.providers.demo.funnel import Funnel
from generation.providers.demo.funnel_answer import write_funnel
from generation.providers.demo.material import FOLDER, Paragraph, Part, bank
from generation.providers.demo.phrasing import listed
from generation.providers.demo.voice import Voice

_BANKS = FOLDER / "banks" / "documents"
_TASK = re.compile(r"^# Task: (.+)$", re.M)
_NOT_NAME = re.compile(r"\W+")
_BOX = "☐ "  # a bank's tick box: its brackets hold choices
_LINED = ("| ", _BOX, "1. ")  # what opens a table or a list, whose lines stay lines
_QUESTION = "### "
_HEADLINE = "Headline: "
_SOURCES = "sources"
_COUNTS = ("no lines", "one line", "two lines", "three lines", "four lines")


@dataclass(frozen=True, kw_only=True)
class Notes:
    """Notes that documents quote: which input they are, the part of `sources.md` that says how, a name."""

    field: str
    part: str
    called: str


# A paragraph of a bank that is only one of these marks stands for a line of those notes.
_NOTES: Mapping[str, Notes] = {
    "{data}": Notes(field="data", part="data", called="the project data"),
    "{intelligence}": Notes(
        field="company_intelligence", part="intelligence", called="the company intelligence"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document to write; `quotes` are its sentences that quote, by their mark, in the order of the bank.

    `caution` is what its subject touches that calls for a professional, "" for nothing.
    """

    parts: Mapping[str, Part]
    quotes: Mapping[str, Sequence[str]]
    voice: Voice
    caution: str = ""


def write_documents(asked: Asked) -> Callable[[Wanted], str]:
    """Return what writes each section of the document; one that has no bank is written like a funnel."""
    title = found[1] if (found := _TASK.search(asked.task)) else ""
    name = _name(title)
    if name not in _names():
        return write_funnel(asked)
    parts, voice = bank(f"documents/{name}"), document_voice(asked, title)
    quotes = {}
    for mark, facts in _facts(asked).items():
        share = sum(part.count((mark,)) for part in parts.values())
        hand = dealt(facts, share=share, place=_names().index(name), places=len(_names()))
        quotes[mark] = _quotes(mark, hand, voice)
    caution = Funnel(brief=asked.brief).caution
    return partial(_section, Document(parts=parts, quotes=quotes, voice=voice, caution=caution))


def _name(title: str) -> str:
    """Return the name of the document's bank: its key, which begins with a letter."""
    return _NOT_NAME.sub("_", title.lower().replace("90", "ninety")).strip("_")


@cache
def _names() -> tuple[str, ...]:
    """Return the documents there are banks of, each by its key."""
    return tuple(sorted(path.stem for path in _BANKS.glob("*.md")))


def _facts(asked: Asked) -> dict[str, tuple[str, ...]]:
    """Return what the notes state, by their mark; what two of them state is of the first."""
    facts: dict[str, tuple[str, ...]] = {}
    for mark, notes in _NOTES.items():
        had = {fact for others in facts.values() for fact in others}
        given = facts_in(str(asked.inputs.get(notes.field) or ""))
        facts[mark] = tuple(fact for fact in given if fact not in had)
    return facts


def _quotes(mark: str, facts: Sequence[str], voice: Voice) -> tuple[str, ...]:
    """Return a sentence for each of the facts; it names the document, so that it stands in no other one."""
    frames = voice.shuffled(bank("sources")[_NOTES[mark].part], named="\n".join)
    return tuple(
        voice.knowing(fact=fact).tell(frames[number % len(frames)]) for number, fact in enumerate(facts)
    )


def _section(document: Document, wanted: Wanted) -> str:
    texts = [text for text in _texts(document, wanted.key) if text]
    if wanted.key == _SOURCES:
        texts = [_told_sources(document), *texts, *_cautions(document)]
    return held_to(wanted, "\n\n".join(texts), document.voice.knowing(title=wanted.title))


def _texts(document: Document, key: str) -> Iterator[str]:
    left = {mark: iter(quotes[_before(mark, document, key) :]) for mark, quotes in document.quotes.items()}
    for paragraph in document.parts.get(key, ()):
        mark = paragraph[0]
        yield next(left[mark], "") if mark in left else _told(document.voice, paragraph)


def _before(mark: str, document: Document, key: str) -> int:
    """Return how many such marks stand in the sections before this one, whichever of them are wanted."""
    keys = list(document.parts)
    earlier = keys[: keys.index(key)] if key in keys else ()
    return sum(document.parts[name].count((mark,)) for name in earlier)


def _told(voice: Voice, paragraph: Paragraph) -> str:
    first, *others = paragraph
    if first.startswith(_HEADLINE):
        return f"{_HEADLINE}{voice.say(first.removeprefix(_HEADLINE))}"
    if first.startswith(_QUESTION):
        return f"{voice.say(first)}\n\n{voice.tell(others)}"
    if first.startswith(_LINED):
        return "\n".join(voice.say(line) for line in paragraph).replace(_BOX, "- [ ] ")
    return voice.tell(paragraph)


def _told_sources(document: Document) -> str:
    """Return how many lines of which notes the document quotes, and where the rest comes from."""
    counts = [
        f"{_COUNTS[min(len(quotes), len(_COUNTS) - 1)]} of {_NOTES[mark].called}"
        for mark, quotes in document.quotes.items()
        if quotes
    ]
    part = bank("sources")["quoted" if counts else "unquoted"]
    return document.voice.knowing(quotes=listed(counts)).tell(part[0])


def _cautions(document: Document) -> list[str]:
    """Return the one sentence of caution for a subject that calls for it."""
    return [document.voice.tell(line) for line in bank("sources").get(document.caution, ())]
