"""The one title of a section: the editor's field holds what is shown, wherever the text keeps it.

A writer may open a text with its title, which then goes before the title that is stored; and chapters asked
for by number are called as their cover says.
"""

from dataclasses import replace

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.exports.layout import UNTITLED, split_title
from generation.models import Revision, Section, current_revisions, shown_content
from generation.pipeline.postprocess import tidy_text
from generation.web.reader.markup import MOST_CHARACTERS, is_product_text
from generation.web.reader.sections import written

_COVER = "cover"
"""Its own title is the product's: an export takes it from the text, and from nowhere else."""


def settled(revision: Revision) -> WrittenSection:
    """Return the section of this revision under the title an export would give it."""
    section, kind = revision.section, get_blueprint(revision.section.blueprint)
    products = {task.key: task.product for task in kind.tasks({})}
    product = products.get(section.task_key)
    if not product or section.key in UNTITLED:
        return written(revision)
    keys = [key for key, other in products.items() if other == product]
    shown = shown_content(blueprint=section.blueprint, subject=section.subject)
    found = shown.filter(section__funnel=section.funnel_id, section__task_key__in=keys)
    texts = [_alone(other, product) for other in found.exclude(section=section)]
    mine, *_ = kind.settle_titles([_alone(revision, product), *texts])
    return mine.sections[0]


def shown_title(section: Section) -> str:
    """Return the title the section is shown under now."""
    revision = current_revisions().get(section=section)
    revision.section = section
    return take_apart(settled(revision))[0]


def take_apart(section: WrittenSection) -> tuple[str, str]:
    """Return the title that is shown, and the text below it."""
    if not _may_bring_title(section) or len(section.body) > MOST_CHARACTERS:
        return section.title, section.body
    title, text = split_title(section.body, section.title)
    return " ".join(title.split()), text


def put_together(before: WrittenSection, title: str, text: str) -> tuple[str | None, str]:
    """Return the title and the text to be stored, so that these are shown.

    The title is None where the one that is stored stays: nothing was changed, or it is a cover's, which an
    export takes from the text. A title stays in the text where it stood there, or where the text would be
    taken to begin with another.
    """
    shown, rest = take_apart(before)
    if (title, text) == (shown, tidy_text(rest)):
        return None, before.body
    stored = before.title if before.key == _COVER else title
    opening = _opening(before.body, shown, rest, title=title)
    if not opening and take_apart(replace(before, title=stored, body=text)) != (title, text):
        opening = _heading(title)
    return None if before.key == _COVER else title, opening + text


def under(section: WrittenSection, title: str, text: str) -> WrittenSection:
    """Return the section as it is shown while it is edited: under this title, however the text begins."""
    opening = _heading(title) if text.strip() and _may_bring_title(section) else ""
    return replace(section, title=title, body=opening + text)


def _alone(revision: Revision, product: str) -> WrittenTask:
    return WrittenTask(
        key=revision.section.task_key, title="", product=product, sections=(written(revision),)
    )


def _may_bring_title(section: WrittenSection) -> bool:
    return is_product_text(section) and (section.key == _COVER or section.key not in UNTITLED)


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
