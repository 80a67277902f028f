"""Templates of pages: every text they print is escaped, every style and word beside it is ours."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generation.exports.content import FunnelContent
from generation.exports.letters import clean
from generation.exports.reader import reader
from generation.exports.words import contents_title

_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, content: FunnelContent, **values: Any) -> bytes:
    """Return the page that the template makes of the content and of these values."""
    page = (
        _environment()
        .get_template(template)
        .render(content=content, contents_title=contents_title(content.language), **values)
    )
    return clean(page).encode()


@cache
def style(name: str) -> Markup:
    """Return a style sheet of ours."""
    return Markup((_TEMPLATES / name).read_text())  # noqa: S704 - our own file


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = _markdown
    environment.globals["style"] = style
    return environment


def _markdown(text: str) -> Markup:
    return Markup(reader().render(text))  # noqa: S704 - the reader passes no HTML through
