"""The kinds of sections: what an answer holds for each, and how it is shown. A new kind is one entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_ONE_LINE = 150  # characters

ShelfTitle = Literal["Summaries", "Emails", "Listings", "Bundle", "Deck", "Carousel", "Captions", "Sequence"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A named line that stands before a section's text: "Subject: ...".

    `name` is what answers call it, `called` what people do, where that is another word. `most_characters` is
    None where it is free, or where the request says it. A list is written with commas between its items. One
    that is `below` is shown under the text. An `is_picture` is the name of a picture: it is shown, and nobody
    writes it. The words of one that `counts` are the section's: it is part of what is read, as a headline is.
    What tells another program or its owner about the text is none of it.
    """

    name: str
    called: str = ""
    most_characters: int | None = None
    is_list: bool = False
    below: bool = False
    is_picture: bool = False
    counts: bool = False

    @property
    def key(self) -> str:
        """What it is kept under: "Short description" is `short_description`."""
        return field_key(self.name)

    @property
    def label(self) -> str:
        """What people read before its value."""
        return self.called or self.name

    @property
    def is_long(self) -> bool:
        """Whether it is rather a paragraph than a line."""
        return (self.most_characters or 0) > _ONE_LINE


@dataclass(frozen=True, kw_only=True)
class SectionKind:
    """What a section of a kind holds.

    `lines` open it, in that order; each of them must be there. `body_name` is what the text after them is
    called; a kind that `may_lack_text` can be its lines alone. What `is_pasted` is used in a program that
    reads no marks, and has no title over its text; a text that `may_bring_title` may open with its own title.
    `is_mail` holds it to what is said of emails. What `is_data` is read by programs alone, and is no prose.
    `shelf` is where its sections stand in an export; None where they are part of a document or a web page.
    """

    lines: tuple[Line, ...] = ()
    body_name: str = "text"
    may_lack_text: bool = False
    may_bring_title: bool = False
    is_pasted: bool = False
    is_mail: bool = False
    is_data: bool = False
    shelf: ShelfTitle | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn, not written."""
        return any(line.is_picture for line in self.lines)

    def line(self, key: str) -> Line | None:
        """Return the line that is kept under this key; None for one that such a section does not have."""
        return next((line for line in self.lines if line.key == key), None)

    def label_of(self, key: str) -> str:
        """Return what people call what is kept under this key, a line of the kind or not."""
        line = self.line(key)
        return line.label if line else field_name(key)


_SUBJECT = Line(name="Subject", most_characters=80)
_PREVIEW = Line(name="Preview", most_characters=140)
_TITLE = Line(name="Title")
_TAGS = Line(name="Tags", is_list=True, below=True)
_SHORT = Line(name="Short description", most_characters=300)
_SEND = Line(name="Send", called="When to send", most_characters=80)
_WHY = Line(name="Why", called="Reason", most_characters=200)
_HEADLINE = Line(name="Headline", most_characters=120, counts=True)

SECTION_KINDS: Mapping[str, SectionKind] = {
    "prose": SectionKind(may_bring_title=True),
    "tldr": SectionKind(may_bring_title=True, shelf="Summaries"),
    "email": SectionKind(
        lines=(_SUBJECT, _PREVIEW), body_name="body", is_pasted=True, is_mail=True, shelf="Emails"
    ),
    "listing": SectionKind(lines=(_TITLE, _TAGS), body_name="description", is_pasted=True, shelf="Listings"),
    "bundle": SectionKind(
        lines=(_TITLE, _TAGS, _SHORT), body_name="description", is_pasted=True, shelf="Bundle"
    ),
    # A presentation: what is said stands beside what is shown.
    "slide": SectionKind(
        lines=(
            Line(name="Title", most_characters=90, counts=True),
            Line(name="Notes", most_characters=1200, below=True, counts=True),
        ),
        body_name="points",
        may_lack_text=True,
        shelf="Deck",
    ),
    # A web page begins at its hero; blocks follow.
    "hero": SectionKind(
        lines=(_HEADLINE, Line(name="Subhead", most_characters=240, counts=True)), may_lack_text=True
    ),
    "block": SectionKind(lines=(_HEADLINE,)),
    "faq": SectionKind(lines=(_HEADLINE,), body_name="questions"),
    # A slide of a carousel: few words over what its picture shows, and what it goes out with.
    "carousel_slide": SectionKind(
        lines=(
            Line(name="Headline", most_characters=60, counts=True),
            Line(name="Scene", most_characters=400, below=True),
        ),
        body_name="words",
        may_lack_text=True,
        shelf="Carousel",
    ),
    "caption": SectionKind(
        lines=(Line(name="Hashtags", most_characters=150, is_list=True, below=True),),
        body_name="caption",
        is_pasted=True,
        shelf="Captions",
    ),
    # What an illustrator drew; the text is what it was asked for.
    "picture": SectionKind(lines=(Line(name="Picture", is_picture=True),), body_name="scene"),
    # Messages that go out by themselves: when, and what for.
    "timed_email": SectionKind(
        lines=(_SEND, _WHY, _SUBJECT, _PREVIEW),
        body_name="body",
        is_pasted=True,
        is_mail=True,
        shelf="Sequence",
    ),
    "short_message": SectionKind(lines=(_SEND, _WHY), body_name="message", is_pasted=True, shelf="Sequence"),
    # What search engines show and read of a web page; neither stands on it.
    "meta": SectionKind(
        lines=(Line(name="Title", most_characters=60), Line(name="Description", most_characters=155)),
        may_lack_text=True,
        is_pasted=True,
    ),
    "json_ld": SectionKind(body_name="JSON", is_pasted=True, is_data=True),
}


def field_key(name: str) -> str:
    """Return the key a named line is kept under: "Short description" is `short_description`."""
    return name.lower().replace(" ", "_")


def field_name(key: str) -> str:
    """Return the name of the line a field is written as: the other way round."""
    return key.replace("_", " ").capitalize()
