"""What the reader lets through, and what it does not."""

import sys

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


def test_the_end_of_a_bare_address_is_not_looked_for_for_ever():
    page = reader().render("https://a.example/" + "b" * 3000)

    address = page.partition('href="')[2].partition('"')[0]
    assert len(address) == 2000


def test_tick_boxes_and_tables_are_shown_as_such():
    page = reader().render("- [ ] open\n- [x] done\n\n| a |\n| --- |\n| b |")

    assert page.count('type="checkbox"') == 2
    assert page.count("checked=") == 1
    assert "[ ]" not in page
    assert "<td>b</td>" in page


def test_underscores_are_a_line_to_write_on_and_dashes_a_pause():
    page = reader().render("____________\n\n---")

    assert page == '<hr class="blank">\n<hr>\n'


def test_a_list_of_boxes_is_known_by_its_class_and_one_without_is_not():
    page = reader().render("- [ ] *open*\n  1. first\n     - [X] done\n- [ ]\n- [ ]none\n")

    assert page.count('<ul class="contains-task-list">') == 2
    assert page.count('<li class="task-list-item">') == 2
    assert "<ol>" in page
    assert "<li>[ ]</li>" in page


def test_a_name_of_a_link_is_no_box():
    page = reader().render("- [x] there\n\n[x]: https://a.example")

    assert page == '<ul>\n<li><a href="https://a.example">x</a> there</li>\n</ul>\n'


def test_twice_as_many_boxes_are_twice_the_work():
    once, twice = (_steps_to_find(boxes) for boxes in (400, 800))

    assert once < twice < 2.5 * once


def _steps_to_find(boxes: int) -> int:
    """Return how often our code and the library's looked at a line of theirs."""
    steps = 0

    def count(*_: object) -> object:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        reader().parse("- [ ] x\n" * boxes)
    finally:
        sys.settrace(before)
    return steps
