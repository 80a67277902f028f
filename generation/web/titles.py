"""The one title of a section, wherever a page names it: the one an export gives it.

A writer may open a text with its title, which then goes before the title that is stored; and chapters asked
for by number are called as their cover says.
"""

from collections.abc import Collection
from functools import lru_cache

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.blueprints.kinds import SECTION_KINDS
from generation.exports.layout import UNTITLED, split_title
from generation.models import Funnel, GenerationJob, Revision, Section, current_revisions, shown_content

COVER = "cover"
"""Its own title is the product's: an export takes it from the text, and from nowhere else."""

MOST_CHARACTERS = 20_000
"""A longer text is shown as it was typed: some texts cost the reader the square of their length. It is twice
what the longest section asked for may hold."""

_split = lru_cache(maxsize=1024)(split_title)  # a run's page names the same sections with every look


def settled(revision: Revision, title: str = "") -> WrittenSection:
    """Return the section of this revision under the title an export would give it, stored under this one."""
    section, kind = revision.section, get_blueprint(revision.section.blueprint)
    products = _products(section.blueprint)
    product = products.get(section.task_key)
    if not product or section.key in UNTITLED:
        return written(revision, title)
    keys = [key for key, other in products.items() if other == product]
    others = shown_content(blueprint=section.blueprint, subject=section.subject).exclude(section=section)
    found = others.filter(section__funnel=section.funnel_id, section__task_key__in=keys)
    texts = [_alone(written(other), other.section.task_key, product) for other in found]
    mine, *_ = kind.settle_titles([_alone(written(revision, title), section.task_key, product), *texts])
    return mine.sections[0]


def shown_title(section: Section) -> str:
    """Return the title the section is shown under now."""
    revision = current_revisions().get(section=section)
    revision.section = section
    return take_apart(settled(revision))[0]


def shown_titles(
    funnel: Funnel, tasks: Collection[str], *, blueprint: str, subject: str
) -> dict[tuple[str, str], str]:
    """Return the titles of what these tasks have written, by the keys of task and section, in one query."""
    products = _products(blueprint)
    named = {products.get(task) for task in tasks} - {""}
    near = {key for key, product in products.items() if product in named}
    found = shown_content(blueprint=blueprint, subject=subject).filter(
        section__funnel=funnel, section__task_key__in=near.union(tasks)
    )
    texts = [_alone(written(each), task := each.section.task_key, products.get(task, "")) for each in found]
    return {
        (task.key, section.key): take_apart(section)[0]
        for task in get_blueprint(blueprint).settle_titles(texts)
        for section in task.sections
        if task.key in tasks
    }


def titles_to_come(job: GenerationJob, task: str) -> dict[str, str]:
    """Return what the sections of this task are asked for as, by their keys, in two queries.

    Chapters go by their numbers until the product's cover has named them. Of a job that was deleted since it
    was found nothing is to come.
    """
    began_with = GenerationJob.objects.filter(pk=job.pk).values_list("brief", "inputs", "language").first()
    if began_with is None:
        return {}
    brief, inputs, language = began_with
    specs = {spec.key: spec for spec in get_blueprint(job.blueprint).tasks(inputs)}
    if task not in specs:
        return {}
    product = specs[task].product
    covers = shown_content(blueprint=job.blueprint, subject=job.subject).filter(
        section__funnel=job.funnel_id,
        section__task_key__in=[key for key, spec in specs.items() if product and spec.product == product],
        section__key=COVER,
    )
    earlier = [_alone(written(each), each.section.task_key, product) for each in covers]
    asked = specs[task].sections(brief, inputs, earlier, language=language)
    return {section.key: section.title for section in asked}


def take_apart(section: WrittenSection) -> tuple[str, str]:
    """Return the title that is shown, and the text below it."""
    if not may_bring_title(section) or len(section.body) > MOST_CHARACTERS:
        return section.title, section.body
    title, text = _split(section.body, section.title)
    return " ".join(title.split()), text


def may_bring_title(section: WrittenSection) -> bool:
    """Whether the text may open with the title of its section."""
    return SECTION_KINDS[section.kind].may_bring_title and (
        section.key == COVER or section.key not in UNTITLED
    )


def written(revision: Revision, title: str = "") -> WrittenSection:
    """Return the section of this revision under this title, else under its own."""
    section = revision.section
    return WrittenSection(
        key=section.key,
        kind=section.kind,
        title=title or section.title,
        body=revision.body,
        fields=revision.fields,
    )


def _products(blueprint: str) -> dict[str, str]:
    """Return the product of each task, "" for what belongs to none."""
    return {task.key: task.product or "" for task in get_blueprint(blueprint).tasks({})}


def _alone(section: WrittenSection, task: str, product: str) -> WrittenTask:
    return WrittenTask(key=task, title="", product=product, sections=(section,))
