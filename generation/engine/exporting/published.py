"""Stored content, as exports take it: every finished part, whatever became of the job."""

from collections.abc import Mapping, Sequence

from generation.blueprints import get_blueprint
from generation.blueprints.base import Product, TaskSpec, WrittenSection, WrittenTask
from generation.engine.content.last_job import last_job
from generation.engine.content.sections import written_sections
from generation.engine.content.shown_tasks import shown_tasks
from generation.errors import NotAllowedError
from generation.exports import FunnelContent
from generation.models import Funnel, GenerationJob, Section
from generation.states import Role

_MOST_NAMED = 5


def load_content(funnel: Funnel, *, blueprint: str = "funnel", subject: str = "") -> FunnelContent:
    """Return what is written of this kind and subject, in task order; retired sections are left out.

    What was drawn is no part of its own: it is found by the section it was drawn for.
    Names and prices are those of the brief its last job began with, as its texts say them. Raises KeyError
    where there is no such blueprint.
    """
    job = last_job(funnel, blueprint=blueprint, subject=subject)
    told = job or funnel
    kind = get_blueprint(blueprint)
    sections = written_sections(funnel.pk, blueprint, subject)
    tasks = shown_tasks(kind, job.inputs if job else None, sections.keys())
    texts = [task for task in tasks if task.role != Role.ILLUSTRATOR]
    products = products_of(funnel, job, blueprint=blueprint)
    return FunnelContent(
        name=funnel.name,
        language=told.language,
        author=str(told.brief.get("author") or ""),
        products=products,
        portions=_portions(texts, products),
        kind=kind.key,
        noun=kind.noun,
        subject=subject,
        inputs=job.inputs if job else {},
        pictures=_pictures(sections),
        parts=kind.settle_titles([_part(task, sections[task.key]) for task in texts if task.key in sections]),
        unfinished=tuple(task.title for task in tasks if task.key not in sections),
    )


def check_subject(funnel: Funnel, content: FunnelContent) -> None:
    """Raise NotAllowedError ("nothing_written") where nothing is written of its subject, but of others."""
    if content.parts:
        return
    shown = Section.objects.filter(funnel=funnel, blueprint=content.kind, retired=False).exclude(subject="")
    if subjects := list(shown.order_by("subject").values_list("subject", flat=True).distinct()):
        named, more = ", ".join(subjects[:_MOST_NAMED]), len(subjects) - _MOST_NAMED
        there = f"{named}, and {more} more" if more > 0 else named
        sentence = f"Nothing is written of this subject. Choose one that is: {there}."
        raise NotAllowedError("nothing_written", sentence)


def products_of(
    funnel: Funnel, job: GenerationJob | None, *, blueprint: str = "funnel"
) -> Mapping[str, Product]:
    """Return its products by the brief the job began with; without a job, by the funnel's own."""
    told = job or funnel
    return get_blueprint(blueprint).products(told.brief, told.language)


def _portions(tasks: Sequence[TaskSpec], products: Mapping[str, Product]) -> Mapping[str, str]:
    """Return what can be taken away by itself: its products, or where it has none, its parts."""
    keys = dict.fromkeys(task.product for task in tasks if task.product)
    if not keys:
        return {task.key: task.title for task in tasks}
    return {key: _name(key, products.get(key)) for key in keys}


def _pictures(sections: Mapping[str, Sequence[WrittenSection]]) -> Mapping[str, str]:
    """Return the names of the pictures that are shown, by their sections' keys: those they are drawn for."""
    drawn = (section for of_task in sections.values() for section in of_task if section.kind == "picture")
    return {section.key: str(section.fields.get("picture") or "") for section in drawn}


def _name(key: str, product: Product | None) -> str:
    return product.name if product else key.replace("_", " ").capitalize()


def _part(task: TaskSpec, sections: list[WrittenSection]) -> WrittenTask:
    return WrittenTask(key=task.key, title=task.title, product=task.product, sections=tuple(sections))
