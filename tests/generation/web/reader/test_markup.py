"""Whatever a text holds, the page that shows it stays ours."""

import pytest
from django.urls import reverse

from generation.blueprints.base import WrittenSection
from generation.web.reader.markup import render, show_text
from generation.web.titles import MOST_CHARACTERS
from tests.support.edits import save

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![picture](https://elsewhere.example/p.png)",
    "[link](javascript:alert(1))",
    "[link](JaVaScRiPt:alert(1))",
    "[link](data:text/html;base64,PHNjcmlwdD4=)",
    "[link](//elsewhere.example/)",
    "<javascript:alert(1)>",
    '[link](https://a.example "onmouseover=alert(1)")',
    "</textarea><script>alert(1)</script>",
    "</div></article><form action=https://elsewhere.example>",
    '<svg onload="alert(1)">',
    "- [ ] <input autofocus onfocus=alert(1)>",
    "| a |\n|:-:|\n| <b style=color:red>x</b> |",
    "[a]: javascript:alert(1)\n\n[a]",
    "Button: <script>alert(1)</script>\n\n[go](javascript:alert(1))",
)
FORBIDDEN = (
    "<script",
    "<img",
    "<svg",
    "<form",
    "<b ",
    'href="javascript',
    'href="data',
    'style="',
    "<iframe",
)


@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_text_is_harmless(body):
    html = render(body).lower()

    assert [mark for mark in FORBIDDEN if mark in html] == []


def test_a_hostile_text_is_harmless_on_the_pages(page, funnel, section):
    save(
        section, "\n\n".join(HOSTILE), title="<script>T</script>", fields={"subject": '"><script>S</script>'}
    )
    pages = [
        reverse("read", args=[funnel.pk]),
        reverse("edit_section", args=[section.pk]),
        reverse("section_history", args=[section.pk]),
    ]

    for address in pages:
        shown = page.get(address).content.decode()
        assert [
            word for word in ("<script>", "onerror=alert", "<svg onload") if word in _unescaped(shown)
        ] == []


def _unescaped(shown: str) -> str:
    """The page without what is escaped in it."""
    return shown.replace("&lt;", "").replace("onerror=alert(1)&gt;", "")


def test_links_open_beside_the_page_and_tell_nothing():
    html = render("[a](https://a.example) and https://b.example")

    assert html.count('target="_blank" rel="noopener nofollow"') == 2


def test_a_column_is_aligned_by_a_class():
    assert '<td class="to-right">' in render("| a |\n| -: |\n| 1 |")


@pytest.mark.parametrize("piece", ["[", "> ", "*a ", "`` ` ", "[a](", "|a\n|-\n", "a**b", ">"])
def test_a_huge_text_is_shown_as_it_was_typed(piece):
    body = piece * (MOST_CHARACTERS // len(piece) + 1)

    shown = show_text(WrittenSection(key="cover", kind="prose", title="T", body=body))

    assert shown.html.startswith('<pre class="as-typed">')
