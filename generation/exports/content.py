"""What an export is made of, and how it is arranged: shelves of documents, each a run of sections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from generation.blueprints.base import Product, WrittenSection, WrittenTask

PRODUCTS = "Products"
"""What the shelf of the products is called."""


@dataclass(frozen=True, kw_only=True)
class FunnelContent:
    """The finished content of a funnel, in task order; `unfinished` names the tasks without any.

    `sellable` are the keys of the products it may have. `product` is the key of the one product it was
    narrowed to, "" where it is all there is.
    """

    name: str
    language: str
    parts: tuple[WrittenTask, ...]
    author: str = ""
    products: Mapping[str, Product] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()
    sellable: tuple[str, ...] = ()
    product: str = ""

    @property
    def title(self) -> str:
        """What it is called as a whole."""
        named = self.products.get(self.product) if self.product else None
        return named.name if named else self.name


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing that is read or used by itself: a product, an email, a listing, all summaries.

    `label` says to its owner what it is, `byline` is what its reader sees above the title, and its file is
    called after `file_title`. `titled` says whether each section stands under its own title.
    """

    label: str
    title: str
    file_title: str
    sections: tuple[WrittenSection, ...]
    byline: str = ""
    titled: bool = True


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
        Shelf(title="Emails", folder="emails", documents=tuple(_emails(loose))),
        Shelf(title="Listings", folder="listings", documents=tuple(_listings(loose, "listing", "Listing"))),
        Shelf(title="Bundle", folder="bundle", documents=tuple(_listings(loose, "bundle", "Bundle"))),
        Shelf(title="Documents", folder="documents", documents=tuple(_documents(loose))),
    )
    return tuple(shelf for shelf in shelves if shelf.documents)


def narrow(content: FunnelContent, product: str) -> FunnelContent:
    """Return the content of that one product alone."""
    parts = tuple(part for part in content.parts if part.product == product)
    return replace(content, product=product, parts=parts, unfinished=())


def only_document(content: FunnelContent) -> Document:
    """Return the document of content that is narrowed to one product."""
    ((document,),) = (shelf.documents for shelf in arrange(content))
    return document


def _products(content: FunnelContent) -> Iterable[Document]:
    for key in dict.fromkeys(part.product for part in content.parts if part.product):
        parts = [part for part in content.parts if part.product == key]
        named = content.products.get(key) or Product(label="", name=parts[0].title)
        sections = tuple(chain.from_iterable(part.sections for part in parts))
        yield Document(
            label=" \u00b7 ".join(text for text in (named.label, named.note) if text),
            title=named.name,
            file_title=f"{named.label} {named.name}",
            sections=sections,
            byline=content.author,
        )


def _summaries(parts: Iterable[WrittenTask]) -> Iterable[Document]:
    if sections := _sections_of(parts, "tldr"):
        yield Document(label="", title="Summaries", file_title="Summaries", sections=sections)


def _emails(parts: Iterable[WrittenTask]) -> Iterable[Document]:
    for section in _sections_of(parts, "email"):
        subject = str(section.fields.get("subject") or section.title)
        yield _single(section, title=subject, label=section.title)


def _listings(parts: Iterable[WrittenTask], kind: str, sort: str) -> Iterable[Document]:
    """A document for each listing of that kind; its section is called like what it offers."""
    for section in _sections_of(parts, kind):
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
    for part in parts:
        if sections := _sections_of([part], "prose"):
            yield Document(label="", title=part.title, file_title=part.title, sections=sections)


def _sections_of(parts: Iterable[WrittenTask], kind: str) -> tuple[WrittenSection, ...]:
    sections = chain.from_iterable(part.sections for part in parts)
    return tuple(section for section in sections if section.kind == kind)
