"""The rule that no longer sentence stands twice in a funnel."""

from collections.abc import Iterable, Iterator

from generation.errors import Violation
from generation.pipeline.reading import plain_words, sentences
from generation.pipeline.rules.base import Piece

MIN_WORDS = 8


def repeated_sentences(pieces: Iterable[Piece], earlier: Iterable[str]) -> Iterator[Violation]:
    """Find sentences of eight words or more that stand twice in these pieces, or here and earlier."""
    seen = {key for text in earlier for key, _ in _long_sentences(text)}
    for piece in pieces:
        for key, sentence in _long_sentences(piece.body):
            if key in seen:
                yield piece.breaks(
                    "repeated_sentence", "A sentence that stands elsewhere in the funnel.", sentence
                )
            seen.add(key)


def _long_sentences(text: str) -> Iterator[tuple[str, str]]:
    for sentence in sentences(text):
        if len(words := plain_words(sentence)) >= MIN_WORDS:
            yield " ".join(words), sentence
