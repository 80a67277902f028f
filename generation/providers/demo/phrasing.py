"""A brief's own words, bent so that they fit into a sentence."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from babel.numbers import UnknownCurrencyError, format_currency

_SENTENCE_END = re.compile(r"[.!?…:]+[\"\u201d\u2019)*_]*\s+")
_HEAD_END = re.compile(
    r"\s+(?:that|which|who|whose|for|from|to|so|without|with|when|while|by|in|on|at)\s|[,;:\u2013\u2014(]",
    re.I,
)
_WEAK_END = re.compile(
    r"(?:[\s,;]+(?:a|an|the|and|or|but|of|to|for|from|with|without|in|on|at|by|over|that|who|which|while|so|your|their))+$",
    re.I,
)
_LEADING_ARTICLE = re.compile(r"^an? ")
_ASKING = re.compile(r"(?:why|what|when|where|whether|which|who)\b", re.I)

_UNCOUNTED = re.compile(r"(?:[^\Ws]s|ing|ment|ness|ity|ation|mail|work|care|health|money|sleep)$", re.I)

_DOING = {
    "bake": "baking", "become": "becoming", "build": "building", "buy": "buying", "cook": "cooking",
    "create": "creating", "design": "designing", "draw": "drawing", "eat": "eating", "find": "finding",
    "finish": "finishing", "fix": "fixing", "get": "getting", "give": "giving", "grow": "growing",
    "keep": "keeping", "launch": "launching", "learn": "learning", "live": "living", "lose": "losing",
    "make": "making", "manage": "managing", "master": "mastering", "paint": "painting", "plan": "planning",
    "play": "playing", "raise": "raising", "run": "running", "save": "saving", "sell": "selling",
    "sleep": "sleeping", "speak": "speaking", "start": "starting", "stop": "stopping", "teach": "teaching",
    "train": "training", "use": "using", "work": "working", "write": "writing",
}  # fmt: skip


def lowered(text: str) -> str:
    """Return the text with a small first letter, unless its first word is a name such as "SEO" or "5K"."""
    first, rest = text[:1], text[1:]
    word = re.match(r"\w*", rest)
    small = word is not None and (word[0].islower() or (word[0] == "" and first == "A"))
    return first.lower() + rest if small else text


def clipped(text: str, *, words: int) -> str:
    """Return the text as one phrase of at most so many words, without a full stop or a loose end."""
    whole = _SENTENCE_END.sub("; ", " ".join(text.split())).strip(" .!?…:;,")
    parts = whole.split()
    if len(parts) <= words:
        return whole
    return _WEAK_END.sub("", " ".join(parts[:words])).strip(" .!?…:;,")


def head(text: str, *, words: int) -> str:
    """Return the noun a phrase is about: "email habits" of "Email habits that give mornings back"."""
    found = _HEAD_END.search(text)
    shorter = text[: found.start()] if found and found.start() > 2 else text
    return clipped(lowered(shorter.strip()), words=words)


def subject_of(topic: str) -> str:
    """Return the topic as something one can work on: "email habits", "growing tomatoes", "how to rest"."""
    plain = lowered(topic.strip())
    if plain.lower().startswith("how to "):
        first, _, rest = plain[7:].partition(" ")
        return clipped(f"{_DOING.get(first.lower(), f'learning to {first}')} {rest}", words=6)
    if _ASKING.match(plain):
        return f"the question of {clipped(plain, words=6)}"
    first, _, rest = plain.partition(" ")
    if rest and first.lower() in _DOING:
        return head(f"{_DOING[first.lower()]} {rest}", words=6)
    return head(_LEADING_ARTICLE.sub("the ", plain), words=6)


def stands_alone(phrase: str) -> bool:
    """Tell whether a short phrase fits behind "about" without an article: "meal plans", not "meal plan"."""
    return len(phrase.split()) <= 3 and _UNCOUNTED.search(phrase) is not None


def with_article(form: str) -> str:
    """Return a format as a thing: "a checklist", "an ebook", "a set of templates"."""
    noun = lowered(form.strip()) or "guide"
    if noun.endswith("s") and not noun.endswith("ss"):
        return f"a set of {noun}"
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def listed(items: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def price_of(text: str) -> Decimal:
    """Return a price as a number, nothing for what is none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def shown(price: Decimal, currency: str) -> str:
    """Return the price as English readers know it, "free" for nothing."""
    if price == 0:
        return "free"
    try:
        return " ".join(format_currency(price, currency, locale="en").split())
    except UnknownCurrencyError:
        return f"{price} {currency}"


def costs(price: str) -> str:
    """Return the shown price as what a thing does: "costs $17.00", "is free"."""
    return "is free" if price == "free" else f"costs {price}"
