"""The rules of the craft that a machine can check; what they find is shown beside the section."""

import re
from collections.abc import Iterator

from generation.calls import Violation
from generation.pipeline.reading import folded_name, links, same_wording, sentences
from generation.pipeline.rules.base import Piece

SUBJECT_CHARS = 45
KEYWORD_WITHIN_CHARS = 40
MAX_EXCLAMATION_MARKS = 1
LINK_TIMES = (1, 2)

FILLER_PHRASES = (
    "in today's fast-paced world",
    "in today's digital world",
    *("unlock", "unlocks", "unlocked", "unlocking"),
    *("game-changer", "game changer", "game-changers", "game-changing"),
    *("dive in", "dives in", "diving in", "dive into", "dives into", "diving into"),
    *("elevate", "elevates", "elevated", "elevating"),
    *("delve", "delves", "delved", "delving"),
    "look no further",
)
AI_MENTIONS = (
    *("as an ai", "as a language model"),
    *("como una ia", "como un modelo de lenguaje", "como modelo de lenguaje"),
    *("en tant qu'ia", "en tant que modèle de langage"),
    *("als ki", "als sprachmodell"),
    *("in quanto ia", "come ia", "come modello linguistico"),
    *("como uma ia", "como um modelo de linguagem", "como modelo de linguagem"),
    *("als ai", "als taalmodel"),
)
_ZERO_PRICE = re.compile(r"(?<![\d.,])0[.,]00(?![\d])")
_HEADED = re.compile(r"^[ \t]*#{1,6}[ \t]+(.+)\n+(?![ \t]*#)(.+)", re.M)
_CHAPTERS = re.compile(r"^[ \t>#*]*chapters\**:\**[ \t]*\n", re.M | re.I)
_NUMBERED = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+\S", re.M)


def word_range(piece: Piece) -> Iterator[Violation]:
    low, high = piece.spec.words
    if high and not low <= piece.words <= high:
        yield piece.breaks("word_range", f"{piece.words} words, where {low} to {high} read best.")


def filler_phrase(piece: Piece) -> Iterator[Violation]:
    if piece.draft.language == "en" and (phrase := piece.first_of(FILLER_PHRASES)):
        yield piece.breaks("filler_phrase", f"A worn phrase: \u201c{phrase}\u201d.", phrase)


def ai_mention(piece: Piece) -> Iterator[Violation]:
    if phrase := piece.first_of(AI_MENTIONS):
        yield piece.breaks("ai_mention", f"The writer speaks of itself: \u201c{phrase}\u201d.", phrase)


def filler_text(piece: Piece) -> Iterator[Violation]:
    if phrase := piece.first_of(("lorem ipsum",)):
        yield piece.breaks("filler_text", "Filler text instead of content.", phrase)


def zero_price(piece: Piece) -> Iterator[Violation]:
    if ",00" not in piece.text and ".00" not in piece.text:
        return
    if found := _ZERO_PRICE.search(piece.text):
        yield piece.breaks(
            "zero_price", "What is free should be called free, not priced at nothing.", found[0]
        )


def heading_repeated(piece: Piece) -> Iterator[Violation]:
    pairs = [(heading, text) for heading, text in _HEADED.findall(piece.body)]
    for heading, text in [(piece.spec.title, piece.body), *pairs]:
        first = next(sentences(text), "")
        if not first.startswith("#") and folded_name(first) == folded_name(heading) != "":
            yield piece.breaks("heading_repeated", "The first sentence repeats its heading.", first)


def chapters_unread(piece: Piece) -> Iterator[Violation]:
    if not (wanted := piece.spec.chapters):
        return
    found = _CHAPTERS.search(piece.body)
    listed = len(_NUMBERED.findall(piece.body[found.end() :])) if found else 0
    if listed != wanted:
        yield piece.breaks("chapters_unread", f"The list of chapters names {listed} of {wanted}.")


def late_keyword(piece: Piece) -> Iterator[Violation]:
    keywords = piece.draft.context.keywords
    if piece.spec.role != "listing" or not keywords:
        return
    title = same_wording(piece.field("title"))
    if keywords[0].casefold() not in title[:KEYWORD_WITHIN_CHARS].casefold():
        yield piece.breaks(
            "late_keyword",
            f"\u201c{keywords[0]}\u201d is not within the title's first {KEYWORD_WITHIN_CHARS} characters.",
            title,
        )


def tag_repeated(piece: Piece) -> Iterator[Violation]:
    seen: set[str] = set()
    for tag in piece.tags:
        if tag.casefold() in seen:
            yield piece.breaks("tag_repeated", f"The tag \u201c{tag}\u201d stands more than once.", tag)
        seen.add(tag.casefold())


def exclamation_marks(piece: Piece) -> Iterator[Violation]:
    if not piece.kind.is_mail:
        return
    marks = piece.text.count("!") - piece.text.count("![")
    if marks > MAX_EXCLAMATION_MARKS:
        yield piece.breaks("exclamation_marks", f"{marks} exclamation marks in one mail.")


def subject_in_capitals(piece: Piece) -> Iterator[Violation]:
    subject = piece.field("subject")
    if subject.isupper() and sum(letter.isalpha() for letter in subject) > 4:
        yield piece.breaks("subject_in_capitals", "The subject is all in capitals.", subject)


def long_subject(piece: Piece) -> Iterator[Violation]:
    subject = piece.field("subject")
    if len(subject) > SUBJECT_CHARS:
        yield piece.breaks(
            "long_subject",
            f"The subject has {len(subject)} characters; up to {SUBJECT_CHARS} reads best.",
            subject,
        )


def preview_repeats_subject(piece: Piece) -> Iterator[Violation]:
    subject, preview = folded_name(piece.field("subject")), folded_name(piece.field("preview"))
    if subject and subject == preview:
        yield piece.breaks("preview_repeats_subject", "The preview repeats the subject.", preview)


def link_times(piece: Piece) -> Iterator[Violation]:
    """A mail has one link, given once or twice; a call to action has one link."""
    if not piece.kind.is_mail and piece.spec.role != "cta":
        return
    found = links(piece.body)
    if len(set(found)) != 1:
        yield piece.breaks("link_times", f"{len(set(found))} different links, where one leads best.")
    elif piece.kind.is_mail and not LINK_TIMES[0] <= len(found) <= LINK_TIMES[1]:
        yield piece.breaks(
            "link_times", f"The link is given {len(found)} times, where once or twice is enough."
        )
