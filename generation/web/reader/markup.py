"""A section's Markdown as it is shown on a page: by the exports' reader, so that no text can do harm."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdown_it.token import Token

from generation.blueprints.base import WrittenSection
from generation.blueprints.kinds import SECTION_KINDS
from generation.exports.layout import Button, lay_out
from generation.exports.plain import text_of_block
from generation.exports.reader import reader
from generation.exports.shelves import Document
from generation.web.titles import MOST_CHARACTERS

_BOX = '<input class="task-list-item-checkbox"'
"""A box to tick, as the reader writes it: without a word for who cannot see it. A text cannot hold it."""


@dataclass(frozen=True, kw_only=True)
class ShownText:
    """A section's text: the heading it stands under, the rest as HTML, and its button, if it has one.

    `plain` is what is copied for a place that takes no format.
    """

    heading: str
    html: SafeString
    button: Button | None
    plain: str


def show_text(section: WrittenSection) -> ShownText:
    """Return the section as it is shown; its headings begin at level 3."""
    if len(section.body) > MOST_CHARACTERS:
        return ShownText(heading=section.title, html=render(section.body), button=None, plain=section.body)
    return _shown(section.key, section.kind, section.title, section.body)


# A page that looks again shows mostly what it has shown before. Huge texts are not kept: an editor's preview
# brings a new one with every pause.
@lru_cache(maxsize=1024)
def _shown(key: str, kind: str, title: str, body: str) -> ShownText:
    section, shown_as = WrittenSection(key=key, kind=kind, title=title, body=body), SECTION_KINDS[kind]
    document = Document(
        label="", title=title, file_title="", sections=(section,), titled=shown_as.may_bring_title
    )
    page = lay_out(document)
    (block,) = page.blocks
    own = page.title if key == "cover" else block.title
    return ShownText(
        heading=own or title,
        html=render(block.body),
        button=block.button,
        plain=text_of_block(block) if shown_as.is_pasted else body,
    )


def render(markdown: str) -> SafeString:
    """Return the Markdown as HTML. Its links open beside the page, and tell nobody where from."""
    if len(markdown) > MOST_CHARACTERS:
        return format_html('<pre class="as-typed">{}</pre>', markdown)
    tokens = reader().parse(markdown)
    for token in tokens:
        _align(token)
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("target", "_blank")
                child.attrSet("rel", "noopener nofollow")
    html = reader().renderer.render(tokens, reader().options, {})
    html = html.replace(_BOX, f'{_BOX} aria-label="To do"')
    return SafeString(html)  # the reader passes no HTML through


def _align(token: Token) -> None:
    """Say by a class how a cell of a table is aligned: pages take no styles from a text."""
    if style := token.attrs.pop("style", ""):
        token.attrs["class"] = str(style).replace("text-align:", "to-")
