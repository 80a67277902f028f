"""How content is arranged: shelves of documents, each a run of sections, by what their kinds say."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from generation.blueprints.base import Product, WrittenSection, WrittenTask
from generation.blueprints.kinds import SECTION_KINDS, ShelfTitle
from generation.exports.content import FunnelContent

PRODUCTS, DOCUMENTS, PAGES = "Products", "Documents", "Pages"
DECK: Final = "Deck"
CAROUSEL: Final = "Carousel"
SEQUENCE: Final = "Sequence"
"""What shelves are called whose documents are made into more than the others."""


def _kinds_on(shelf: ShelfTitle) -> frozenset[str]:
    return frozenset(name for name, kind in SECTION_KINDS.items() if kind.shelf == shelf)


SLIDES, CAROUSEL_SLIDES = _kinds_on(DECK), _kinds_on(CAROUSEL)
MESSAGES, CAPTIONS = _kinds_on(SEQUENCE), _kinds_on("Captions")

_HERO, _META = "hero", "meta"  # a web page begins at its hero, or at what is said of it before that
# These stand on shelves of their own; all others are a page's or a document's.
_SHELVED = frozenset(name for name, kind in SECTION_KINDS.items() if kind.shelf)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing that is read or used by itself: a product, an email, a web page, all summaries.

    `key` is that of its product or part, `label` says to its owner what it is, `byline` is what its reader
    sees above the title, and its file is called after `file_title`. `titled` says whether each section stands
    under its own title.
    """

    label: str
    title: str
    file_title: str
    sections: tuple[WrittenSection, ...]
    key: str = ""
    byline: str = ""
    titled: bool = True

    @property
    def is_page(self) -> bool:
        """Whether it is a web page."""
        return _has_hero(self.sections)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Documents of one sort. `folder` is "" where there is never more than one, which then needs none."""

    title: str
    folder: str
    documents: tuple[Document, ...]


def arrange(content: FunnelContent) -> tuple[Shelf, ...]:
    """Return the shelves that hold something, in the order of a funnel; every section stands on one."""
    loose = tuple(part for part in content.parts if not part.product)
    shelves = (
        Shelf(title=PRODUCTS, folder="products", documents=tuple(_products(content))),
        Shelf(title="Summaries", folder="", documents=tuple(_summaries(loose))),
        Shelf(title="Emails", folder="emails", documents=tuple(_mails(loose, _kinds_on("Emails")))),
        Shelf(
            title="Listings",
            folder="listings",
            documents=tuple(_listings(loose, _kinds_on("Listings"), "Listing")),
        ),
        Shelf(
            title="Bundle", folder="bundle", documents=tuple(_listings(loose, _kinds_on("Bundle"), "Bundle"))
        ),
        Shelf(title=DOCUMENTS, folder="documents", documents=tuple(_documents(loose))),
        Shelf(title=DECK, folder="deck", documents=tuple(_decks(loose, SLIDES))),
        Shelf(title=CAROUSEL, folder="carousel", documents=tuple(_decks(loose, CAROUSEL_SLIDES))),
        Shelf(title="Captions", folder="captions", documents=tuple(_mails(loose, CAPTIONS))),
        Shelf(title=PAGES, folder="pages", documents=tuple(_pages(loose))),
        Shelf(title=SEQUENCE, folder="sequence", documents=tuple(_mails(loose, MESSAGES))),
    )
    return tuple(shelf for shelf in shelves if shelf.documents)


def sections_of(parts: Iterable[WrittenTask], kinds: Collection[str]) -> tuple[WrittenSection, ...]:
    """Return the sections of these kinds, in order."""
    sections = chain.from_iterable(part.sections for part in parts)
    return tuple(section for section in sections if section.kind in kinds)


def lone_document(content: FunnelContent) -> Document | None:
    """Return what there is where it is one document; None for a funnel, of which one is but the beginning."""
    documents = [document for shelf in arrange(content) for document in shelf.documents]
    may_be = content.portion or not content.is_of_funnel
    return documents[0] if may_be and len(documents) == 1 else None


def alone(content: FunnelContent, document: Document) -> FunnelContent:
    """Return the content of that one document."""
    kept = (
        replace(part, sections=tuple(each for each in part.sections if each in document.sections))
        for part in content.parts
        if (part.product or part.key) == document.key
    )
    parts = tuple(part for part in kept if part.sections)
    return replace(content, portion=document.key, parts=parts, unfinished=())


def _products(content: FunnelContent) -> Iterable[Document]:
    for key in dict.fromkeys(part.product for part in content.parts if part.product):
        parts = [part for part in content.parts if part.product == key]
        named = content.products.get(key) or Product(label="", name=parts[0].title)
        sections = tuple(chain.from_iterable(part.sections for part in parts))
        yield Document(
            key=key,
            label=" \u00b7 ".join(text for text in (named.label, named.note) if text),
            title=named.name,
            file_title=f"{named.label} {named.name}",
            sections=sections,
            byline=content.author,
        )


def _summaries(parts: Iterable[WrittenTask]) -> Iterable[Document]:
    if sections := sections_of(parts, _kinds_on("Summaries")):
        yield Document(label="", title="Summaries", file_title="Summaries", sections=sections)


def _mails(parts: Iterable[WrittenTask], kinds: Collection[str]) -> Iterable[Document]:
    """A document for each message; one without a subject is called like its section."""
    for section in sections_of(parts, kinds):
        subject = str(section.fields.get("subject") or "")
        yield _single(section, title=subject or section.title, label=section.title if subject else "")


def _listings(parts: Iterable[WrittenTask], kinds: Collection[str], sort: str) -> Iterable[Document]:
    """A document for each listing of these kinds; its section is called like what it offers."""
    for section in sections_of(parts, kinds):
        title = str(section.fields.get("title") or section.title)
        yield _single(section, title=title, label=f"{sort}: {section.title}")


def _single(section: WrittenSection, *, title: str, label: str) -> Document:
    return Document(
        label=label,
        title=title,
        file_title=section.title,
        sections=(section,),
        byline=label,
        titled=False,
    )


def _documents(parts: Iterable[WrittenTask]) -> Iterable[Document]:
    """A document for each part, of all that has no place elsewhere."""
    for part in parts:
        for sections in _runs(part):
            if not _has_hero(sections):
                yield _of_part(part, part.title, sections)


def _decks(parts: Iterable[WrittenTask], kinds: Collection[str]) -> Iterable[Document]:
    for part in parts:
        if slides := sections_of([part], kinds):
            yield _of_part(part, part.title, slides)


def _pages(parts: Iterable[WrittenTask]) -> Iterable[Document]:
    """A document for each web page, called by the title that was written for it, or by that of its hero."""
    for part in parts:
        for sections in filter(_has_hero, _runs(part)):
            meta = next((str(each.fields.get("title") or "") for each in sections if each.kind == _META), "")
            hero = next(each.title for each in sections if each.kind == _HERO)
            yield _of_part(part, meta or hero, sections, label=part.title)


def _of_part(
    part: WrittenTask, title: str, sections: tuple[WrittenSection, ...], *, label: str = ""
) -> Document:
    return Document(key=part.key, label=label, title=title, file_title=title, sections=sections)


def _runs(part: WrittenTask) -> Iterator[tuple[WrittenSection, ...]]:
    """Yield the part's sections that have no shelf of their own, cut where a web page begins."""
    run: list[WrittenSection] = []
    for section in part.sections:
        begins = section.kind == _META or (section.kind == _HERO and [each.kind for each in run] != [_META])
        if begins and run:
            yield tuple(run)
            run = []
        if section.kind not in _SHELVED:
            run.append(section)
    if run:
        yield tuple(run)


def _has_hero(sections: Iterable[WrittenSection]) -> bool:
    return any(section.kind == _HERO for section in sections)
