"""The rule that no longer sentence stands twice in a funnel."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from generation.calls import Violation
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


@lru_cache(maxsize=512)  # tasks that follow read the same earlier texts again
def _long_sentences(text: str) -> tuple[tuple[str, str], ...]:
    """Return the longer sentences, each after its bare words."""
    bare = ((plain_words(sentence), sentence) for sentence in sentences(text))
    return tuple((" ".join(words), sentence) for words, sentence in bare if len(words) >= MIN_WORDS)
