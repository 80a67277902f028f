"""The funnel as pages."""

import re
from html.parser import HTMLParser

import pytest

from generation.exports.html import write_document, write_funnel
from generation.exports.shelves import arrange
from tests.support.exported import part, section, small_content

_HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
_VOID = {"meta", "hr", "br", "input"}


class _Balance(HTMLParser):
    """Raises AssertionError at a tag that closes what is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_page_says_its_language_title_and_author():
    page = write_funnel(small_content(language="de")).decode()

    assert page.startswith('<!doctype html>\n<html lang="de">')
    assert "<title>Calm Inbox</title>" in page
    assert '<meta name="author" content="Harbour Desk">' in page
    assert ">Inhalt<" in page


def test_every_tag_that_is_opened_is_closed():
    balance = _Balance()

    balance.feed(write_funnel(small_content()).decode())

    assert balance.open == []


def test_a_page_asks_nothing_of_another_computer():
    page = write_funnel(small_content()).decode()

    assert not re.search(r"<(?:link|script|img|iframe)\b|@import|url\(|\bsrc=", page)


def test_every_link_within_the_page_has_its_target():
    page = write_funnel(small_content()).decode()

    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets
    assert all(page.count(f'id="{target}"') == 1 for target in targets)


@pytest.mark.parametrize("kind", ["prose", "tldr", "email", "listing", "bundle"])
def test_hostile_text_is_harmless_wherever_it_stands(kind):
    fields = {
        "subject": _HOSTILE,
        "preview": _HOSTILE,
        "title": _HOSTILE,
        "tags": [_HOSTILE],
        "short_description": _HOSTILE,
    }
    hostile = section(
        "cover" if kind == "prose" else "x", f"# {_HOSTILE}\n\n{_HOSTILE}", kind=kind, fields=fields
    )

    page = write_funnel(
        small_content(name=_HOSTILE, author=_HOSTILE, language=_HOSTILE, parts=(part("x", hostile),))
    ).decode()

    assert "<script" not in page
    assert "<img" not in page


def test_a_product_can_be_given_away_by_itself():
    content = small_content()
    (product,) = arrange(content)[0].documents

    page = write_document(product, content).decode()

    assert "<h1>The 40-Minute Inbox</h1>" in page
    assert "Lead magnet" not in page
    assert "Bridge" not in page
    assert '<a class="button" href="https://harbourdesk.example/client-mail">Read it now</a>' in page
