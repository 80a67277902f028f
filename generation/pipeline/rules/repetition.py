"""The rules that no longer sentence stands twice: in a run, or in two of the same kind."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from generation.calls import Violation
from generation.pipeline.draft import Draft
from generation.pipeline.reading import plain_words, sentences
from generation.pipeline.rules.base import Piece

MIN_WORDS = 8


def repeated_sentences(pieces: Iterable[Piece], earlier: Iterable[str]) -> Iterator[Violation]:
    """Find sentences of eight words or more that stand twice in these pieces, or here and earlier."""
    seen = {words for text in earlier for words, _ in _long_sentences(text)}
    for piece in pieces:
        for words, sentence in _long_sentences(piece.body):
            if words in seen:
                yield piece.breaks(
                    "repeated_sentence", "A sentence that stands elsewhere in the funnel.", sentence
                )
            seen.add(words)


def shared_sentences(
    pieces: Sequence[Piece], find_shared: Callable[[Collection[int]], Collection[int]]
) -> Iterator[Violation]:
    """Find sentences of eight words or more that another text of its kind has too, in a draft's pieces.

    `find_shared` gets their prints and answers those that are known from elsewhere. What stands in the brief
    or the inputs is meant to be said everywhere.
    """
    given = _given(pieces[0].draft) if pieces else ""
    said = {
        print_of(words): (piece, sentence)
        for piece in pieces
        for words, sentence in _long_sentences(piece.body)
        if words not in given
    }
    for found in find_shared(said.keys()):
        piece, sentence = said[found]
        yield piece.breaks("shared_sentence", "A sentence that another text of this kind has too.", sentence)


def print_of(words: str) -> int:
    """Return what a sentence is known by: a whole number of 64 bits, the same for the same bare words."""
    return int.from_bytes(sha256(words.encode()).digest()[:8], signed=True)


def _given(draft: Draft) -> str:
    """Return the bare words of the brief and the inputs, which may be long."""
    return " ".join(plain_words(json.dumps([draft.brief, draft.inputs], ensure_ascii=False)))


@lru_cache(maxsize=512)  # tasks that follow read the same earlier texts again
def _long_sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Return the longer sentences, each after its bare words."""
    bare = ((plain_words(sentence), sentence) for sentence in sentences(text))
    return tuple((" ".join(words), sentence) for words, sentence in bare if len(words) >= MIN_WORDS)
