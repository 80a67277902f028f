"""A funnel's stored content, as exports take it: every finished part, whatever became of the job."""

from generation.blueprints import get_blueprint
from generation.blueprints.base import TaskSpec, WrittenSection, WrittenTask
from generation.engine.content import written_sections
from generation.engine.last_job import last_job
from generation.exports import FunnelContent
from generation.models import Funnel


def load_content(funnel: Funnel, *, blueprint: str = "funnel", subject: str = "") -> FunnelContent:
    """Return what is written of this kind and subject, in task order; retired sections are left out.

    Names and prices are those of the brief its last job began with, as its texts say them. Raises KeyError
    where there is no such blueprint.
    """
    job = last_job(funnel, blueprint=blueprint, subject=subject)
    brief, language = (job.brief, job.language) if job else (funnel.brief, funnel.language)
    kind = get_blueprint(blueprint)
    tasks = kind.tasks(job.inputs if job else {})
    sections = written_sections(funnel.pk, blueprint, subject)
    return FunnelContent(
        name=funnel.name,
        language=language,
        author=str(brief.get("author") or ""),
        products=kind.products(brief, language),
        sellable=tuple(dict.fromkeys(task.product for task in tasks if task.product)),
        parts=kind.settle_titles([_part(task, sections[task.key]) for task in tasks if task.key in sections]),
        unfinished=tuple(task.title for task in tasks if task.key not in sections),
    )


def _part(task: TaskSpec, sections: list[WrittenSection]) -> WrittenTask:
    return WrittenTask(key=task.key, title=task.title, product=task.product, sections=tuple(sections))
