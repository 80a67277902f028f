"""What the reader lets through, and what it does not."""

import pytest

from generation.exports.reader import reader


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6a;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/admin/)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://a.example "\\"onmouseover=alert(1)")',
        "![x](https://evil.example/pixel.png)",
        "- [ ] <iframe src=https://evil.example>",
        "```<script>\n</code><script>\n```",
        "| <b onclick=x> |\n| --- |\n| <script> |",
    ],
)
def test_hostile_text_is_harmless(hostile):
    page = reader().render(hostile).casefold()

    for tag in ("<script", "<img", "<svg", "<iframe", "<b "):
        assert tag not in page
    for address in ("javascript:", "data:", "vbscript:", "file:", "//evil.example", "/admin/"):
        assert f'href="{address}' not in page
    assert '"onmouseover' not in page


@pytest.mark.parametrize("url", ["https://a.example/b?c=d", "http://a.example", "mailto:ana@a.example"])
def test_links_to_the_web_and_to_mail_are_links(url):
    assert f'<a href="{url}">x</a>' in reader().render(f"[x]({url})")


def test_a_bare_address_is_a_link_and_a_file_name_is_none():
    page = reader().render("See https://a.example/b, and notes.md.")

    assert '<a href="https://a.example/b">https://a.example/b</a>,' in page
    assert page.count("<a ") == 1


def test_tick_boxes_and_tables_are_shown_as_such():
    page = reader().render("- [ ] open\n- [x] done\n\n| a |\n| --- |\n| b |")

    assert page.count('type="checkbox"') == 2
    assert page.count("checked=") == 1
    assert "[ ]" not in page
    assert "<td>b</td>" in page


def test_underscores_are_a_line_to_write_on_and_dashes_a_pause():
    page = reader().render("____________\n\n---")

    assert page == '<hr class="blank">\n<hr>\n'
