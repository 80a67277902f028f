"""The title of a section as it is edited: put back to where the text keeps it."""

from dataclasses import replace

from generation.blueprints.base import WrittenSection
from generation.pipeline.postprocess import tidy_text
from generation.web.titles import COVER, may_bring_title, take_apart


def put_together(before: WrittenSection, title: str, text: str) -> tuple[str | None, str]:
    """Return the title and the text to be stored, so that these are shown.

    The title is None where the one that is stored stays: nothing was changed, or it is a cover's, which an
    export takes from the text. A title stays in the text where it stood there, or where the text would be
    taken to begin with another.
    """
    shown, rest = take_apart(before)
    if (title, text) == (shown, tidy_text(rest)):
        return None, before.body
    stored = before.title if before.key == COVER else title
    opening = _opening(before.body, shown, rest, title=title)
    if not opening and take_apart(replace(before, title=stored, body=text)) != (title, text):
        opening = _heading(title)
    return None if before.key == COVER else title, opening + text


def under(section: WrittenSection, title: str, text: str) -> WrittenSection:
    """Return the section as it is shown while it is edited: under this title, however the text begins."""
    opening = _heading(title) if text.strip() and may_bring_title(section) else ""
    return replace(section, title=title, body=opening + text)


def _opening(body: str, shown: str, rest: str, *, title: str) -> str:
    """Return what is to stand before the text, where the body holds more than `rest`; "" for nothing.

    That is what stood there, unless the title that was `shown` is another now.
    """
    if rest == body:
        return ""
    if title != shown or not body.endswith(rest):
        return _heading(title)
    return body.removesuffix(rest)


def _heading(title: str) -> str:
    return f"## {title}\n\n"
