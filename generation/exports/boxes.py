"""Boxes to tick: an item of a list that begins with `[ ]` or `[x]`, found in one pass over the text."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARK = re.compile(r"\[([ xX])\]\s")
_OPENS = ("list_item_open", "paragraph_open", "inline")
_LISTS = ("bullet_list", "ordered_list")


def tick_boxes(markdown: MarkdownIt) -> None:
    """Let the reader show the boxes; nobody can tick them in what it renders."""
    markdown.core.ruler.after("inline", "tick_boxes", _find_boxes)


def _find_boxes(state: StateCore) -> None:
    lists: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type.removesuffix("_open") in _LISTS:
            lists.append(token)
        elif token.type.removesuffix("_close") in _LISTS:
            lists.pop()
        elif token.type == "list_item_open" and (line := _line_to_tick(state.tokens[place : place + 3])):
            _give_box(line)
            token.attrSet("class", "task-list-item")
            lists[-1].attrSet("class", "contains-task-list")


def _line_to_tick(opening: list[Token]) -> Token | None:
    """Return the line that an item opens with, where it begins with a mark that is nothing else."""
    if tuple(token.type for token in opening) != _OPENS:
        return None
    line = opening[-1]
    is_text = line.children and line.children[0].type == "text"
    return line if is_text and _MARK.match(line.content) else None


def _give_box(line: Token) -> None:
    """Put a box in the place of the mark."""
    checked = "" if line.content[1] == " " else ' checked="checked"'
    box = Token("html_inline", "", 0)
    box.content = f'<input class="task-list-item-checkbox"{checked} disabled="disabled" type="checkbox">'
    words, *others = line.children or []
    words.content, line.content = words.content[3:], line.content[3:]
    line.children = [box, words, *others]
