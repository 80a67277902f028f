"""The rule that a section is in the language that was asked for; only a text that is clearly not fails."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from generation.calls import Violation
from generation.languages import LANGUAGES
from generation.pipeline.reading import plain_words, same_wording
from generation.pipeline.rules.base import Piece

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_WORDS = 40  # fewer say too little
MIN_SHARE = 0.12  # of a text's words are among its language's commonest; real prose has twice that
MIN_CONFIDENCE = 0.99
MAX_CHARS_READ = 4000

# The commonest words of each language, without those that mean something in one of the others.
COMMONEST = {
    "en": "the and of to that is it for you with are your this have from they when what will not be by",
    "es": "el los las una y en que por con para del se lo como más pero su sus al es cuando este esta cada",
    "fr": "le les des et une est dans pour qui que vous votre avec sur pas du au ce cette sont plus ne sans",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine sie ihr als auch werden",
    "it": "il di che è per non sono della del una gli con ogni alla nel più anche come dei questo le tuo i",
    "pt": "o os as um uma não em para com seu sua dos das do da mais ao você são pelo cada é isso quando que",
    "nl": "de het een van en dat die je niet op voor met zijn er aan ook als naar bij uit wordt geen elke",
}
_COMMONEST = {code: frozenset(words.split()) for code, words in COMMONEST.items()}


def wrong_language(piece: Piece) -> Iterator[Violation]:
    """Find a text in another language that we write.

    Two witnesses must agree: the share of the commonest words, and, only when that is suspicious, a trained
    model. Filler text, names and lists convince neither.
    """
    asked = piece.draft.language
    text = _without_given_text(piece)
    seen = _language_of_words(text.split(), asked)
    if not seen:
        return
    words = plain_words(text)
    label, confidence = _identifier().classify(" ".join(words)[:MAX_CHARS_READ])
    if label == seen and confidence >= MIN_CONFIDENCE:
        message = f"{LANGUAGES[seen]} stands where {LANGUAGES[asked]} was asked for."
        yield piece.breaks("wrong_language", message, " ".join(words[:12]))


def _without_given_text(piece: Piece) -> str:
    text = piece.lowered
    for given in piece.spec.include:
        text = text.replace(same_wording(given).lower(), " ")
    return text


def _language_of_words(words: list[str], asked: str) -> str:
    """Return the language, other than the one asked for, whose commonest words stand out in a varied text.

    Returns "" where none does, or where those of the language asked for are plentiful.
    """
    if len(words) < MIN_WORDS or len(set(words)) < MIN_WORDS // 2 or _share(asked, words) >= MIN_SHARE:
        return ""
    shares = {code: _share(code, words) for code in LANGUAGES if code != asked}
    likeliest = max(shares, key=shares.__getitem__)
    return likeliest if shares[likeliest] >= MIN_SHARE else ""


def _share(code: str, words: list[str]) -> float:
    return sum(map(_COMMONEST[code].__contains__, words)) / len(words)


@cache
def _identifier() -> "LanguageIdentifier":
    # Imported here: it brings numpy and a model, a second of work that nearly no attempt needs. All of its
    # languages stay in: among ours alone it would have to call filler in Latin Italian.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
