"""Captions as they are pasted into a platform: the text, and its hashtags below."""

from collections.abc import Iterator

from generation.exports.content import FunnelContent
from generation.exports.letters import printable
from generation.exports.plain import as_plain_text
from generation.exports.shelves import CAPTIONS, sections_of


def captions_of(content: FunnelContent) -> Iterator[tuple[str, str]]:
    """Yield each caption's name and text, in order."""
    for section in sections_of(content.parts, CAPTIONS):
        given = section.fields.get("hashtags")
        hashtags = " ".join(map(_hashtag, given if isinstance(given, list) else []))
        texts = (as_plain_text(section.body), hashtags)
        yield section.title, "\n\n".join(text for text in texts if text) + "\n"


def _hashtag(words: object) -> str:
    """Return the words as a hashtag, which has no spaces, and one sign."""
    return f"#{''.join(printable(str(words)).split()).lstrip('#')}"
