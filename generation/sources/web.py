"""A page of the open internet, read as a person would: its words, without what frames them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import lxml.html
from django.conf import settings
from lxml.etree import ParserError, strip_elements
from lxml.html import HtmlElement, HTMLParser

from generation.blueprints.base import SourceError
from generation.outward.fetching import FetchError, Page, fetch
from generation.texts import is_blank
from generation.tidying import tidy

MOST_CHARACTERS = 12_000
"""What a writer is told of a page; the rest of a longer one is left out, and said to be."""

_HTML = ("text/html", "application/xhtml+xml")
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "nav", "footer", "form", "iframe")
_LEFT_OUT = "\n(The rest of the page is left out.)"


@dataclass(frozen=True)
class WebPage:
    """The words of the page whose address is in one field of the inputs; "" where nobody filled it.

    Raises SourceError.
    """

    field: str

    def __call__(self, inputs: Mapping[str, Any]) -> str:
        url = str(inputs.get(self.field) or "").strip()
        if not url:
            return ""
        try:
            page = fetch(url, to_private=settings.ENV.sources_in_private_networks)
        except FetchError as error:
            raise SourceError(str(error)) from error
        words = tidy(words_of(page))  # what is invisible may be spelled in HTML, and come out only now
        if is_blank(words):
            raise SourceError("There are no words on the page; perhaps a script writes them.")
        return words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS].rstrip()}{_LEFT_OUT}"


def words_of(page: Page) -> str:
    """Return what a reader sees of the page, a line for each piece of it."""
    if page.media_type not in _HTML:
        return page.text.strip()
    try:
        document = lxml.html.document_fromstring(page.text.encode(), parser=_parser())
    except (ParserError, ValueError):  # there is nothing in it
        return ""
    strip_elements(document, *_NOT_TEXT, with_tail=False)
    return "\n".join(_lines_of(document))


def _parser() -> HTMLParser:
    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _lines_of(document: HtmlElement) -> Iterator[str]:
    if title := " ".join((document.findtext(".//title") or "").split()):
        yield f"Title: {title}"
    body = next(chain(document.iter("main"), document.iter("body")), None)
    for text in () if body is None else body.itertext():
        if line := " ".join(text.split()):
            yield line
