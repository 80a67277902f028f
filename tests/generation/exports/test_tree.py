"""Markdown as a tree."""

import pytest

from generation.exports.tree import MOST_LEVELS, Node, plain, read


def only(markdown: str) -> Node:
    (node,) = read(markdown)
    return node


def test_marks_become_nodes_and_words_stay_words():
    paragraph = only("Close **the *door*** and `read` [this](https://a.example/).")

    assert [node.kind for node in paragraph.children] == [
        "text",
        "strong",
        "text",
        "code",
        "text",
        "link",
        "text",
    ]
    assert plain([paragraph]) == "Close the door and read this."
    assert paragraph.children[5].url == "https://a.example/"


@pytest.mark.parametrize(
    ("line", "kind"), [("________", "blank"), ("---", "pause"), ("***", "pause"), ("```\nx\n```", "verbatim")]
)
def test_a_line_is_what_it_is_written_for(line, kind):
    assert only(line).kind == kind


def test_underscores_within_a_line_are_a_gap_to_fill_in():
    kinds = [node.kind for node in only("Name: ________ Date: ____").children]

    assert kinds == ["text", "gap", "text", "gap"]


def test_boxes_to_tick_are_known_by_their_items():
    items = only("- [ ] Open\n- [x] Done\n- Neither").children

    assert [item.ticked for item in items] == [False, True, None]
    assert plain(items[:1]) == "Open"


def test_a_list_begins_with_its_own_number():
    assert only("3. Three\n4. Four").number == 3


def test_a_table_has_its_head_first_and_as_many_cells_in_every_row():
    rows = only("| a | b |\n|---|--:|\n| 1 |").children

    assert [[plain(cell.children) for cell in row.children] for row in rows] == [["a", "b"], ["1", ""]]
    assert rows[0].children[1].align == "right"


@pytest.mark.parametrize("markdown", ["> " * 15 + "deep", "- " * 9 + "deep"])
def test_what_is_nested_deeper_than_anybody_follows_keeps_its_words(markdown):
    assert plain(read(markdown)) == "deep"
    assert _levels(read(markdown)) <= 2 * MOST_LEVELS + 2


def test_html_is_words_and_pictures_are_their_links():
    assert plain([only("<b>bold</b> ![alt](http://a.example/p.png)")]) == "<b>bold</b> !alt"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example"]
)
def test_a_link_to_anywhere_but_the_web_is_none(url):
    assert "link" not in [node.kind for node in only(f"[go]({url})").children]


def test_what_cannot_be_printed_is_gone():
    assert plain([only("a\x07b `c\x1bd`")]) == "ab cd"


def _levels(nodes: tuple[Node, ...]) -> int:
    return 1 + max((_levels(node.children) for node in nodes), default=0)
