"""The rules of a carousel: few words, one action, and pictures with nothing to read in them."""

import re
from collections.abc import Iterator

from generation.calls import Violation
from generation.pictures.platforms import PLATFORMS, USUAL
from generation.pipeline.reading import count_words, links
from generation.pipeline.rules.base import Piece

HOOK_WORDS, SLIDE_WORDS = 8, 30
_SLIDE, _CAPTION = "carousel_slide", "caption"

_TO_READ = re.compile(
    r"\b(?:text|letters?|lettering|words?|captions?|logos?|typography|titles?|subtitles?|slogans?"
    r"|palabras?|letras?|logotipos?|texto|mots?|lettres?|texte|wort|wörter|buchstaben?|schrift(?:zug)?"
    r"|parole|lettere|scritte?|testo|palavras?|woord(?:en)?|tekst)\b",
    re.I,
)
_LIST = re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+\S", re.M)
_MOST_SENTENCES = 2
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+(?=\s|$)|[^.!?…]+$")


def long_hook(piece: Piece) -> Iterator[Violation]:
    """The first slide stops somebody who is passing."""
    headline = piece.field("headline")
    if piece.spec.role == "first_slide" and (words := count_words(headline)) > HOOK_WORDS:
        message = f"The first headline has {words} words; up to {HOOK_WORDS} stop a reader."
        yield piece.breaks("long_hook", message, headline)


def crowded_slide(piece: Piece) -> Iterator[Violation]:
    """Headline and text are read together; a text that is too long by itself is told of as such."""
    if piece.spec.kind != _SLIDE or piece.words > SLIDE_WORDS:
        return
    words = piece.words + count_words(piece.field("headline"))
    if words > SLIDE_WORDS:
        message = f"Headline and text have {words} words; up to {SLIDE_WORDS} are read."
        yield piece.breaks("crowded_slide", message)


def second_action(piece: Piece) -> Iterator[Violation]:
    """The last slide asks for one thing: it has no list, no second address, and little to say besides."""
    if piece.spec.role != "last_slide":
        return
    items, addresses = _LIST.findall(piece.body), set(links(piece.text))
    if len(items) > 1 or len(addresses) > 1 or len(_SENTENCE.findall(piece.body)) > _MOST_SENTENCES:
        yield piece.breaks("second_action", "More than one thing to do on the last slide.")


def words_in_scene(piece: Piece) -> Iterator[Violation]:
    """An illustrator who reads of words draws some, and draws them wrong."""
    if piece.spec.kind == _SLIDE and (found := _TO_READ.search(piece.field("scene"))):
        message = f"The scene speaks of what is read (\u201c{found[0]}\u201d); pictures go without words."
        yield piece.breaks("words_in_scene", message, found[0])


def many_hashtags(piece: Piece) -> Iterator[Violation]:
    platform = PLATFORMS.get(str(piece.draft.inputs.get("platform") or USUAL))
    hashtags = piece.section.fields.get("hashtags")
    if piece.spec.kind != _CAPTION or platform is None or not isinstance(hashtags, list):
        return
    if len(hashtags) > platform.hashtags:
        message = f"{len(hashtags)} hashtags; on {platform.name} up to {platform.hashtags} are of use."
        yield piece.breaks("many_hashtags", message, ", ".join(hashtags))


def spaced_hashtag(piece: Piece) -> Iterator[Violation]:
    hashtags = piece.section.fields.get("hashtags")
    for hashtag in hashtags if isinstance(hashtags, list) else []:
        if " " in hashtag:
            message = f"A hashtag ends at its first space: \u201c{hashtag}\u201d."
            yield piece.breaks("spaced_hashtag", message, hashtag)
