"""Advice on a person's text: what the rules say of it, beside the brief it was written from."""

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenTask
from generation.blueprints.kinds import SECTION_KINDS
from generation.calls import SectionText, Violation
from generation.engine.content.last_job import last_job
from generation.engine.content.sections import written_sections
from generation.models import Section
from generation.pipeline.draft import Draft
from generation.pipeline.review import review, review_data


def advise(section: Section, text: SectionText) -> tuple[Violation, ...]:
    """Return the advice on this text of the section, by the brief its last job began with.

    Nothing where its kind or its task is not declared any more, or cannot be planned from that brief.
    """
    try:
        blueprint = get_blueprint(section.blueprint)
    except KeyError:
        return ()
    job = last_job(section.funnel, blueprint=section.blueprint, subject=section.subject)
    asked, inputs = job or section.funnel, job.inputs if job else {}
    tasks = {task.key: task for task in blueprint.tasks(inputs)}
    if (task := tasks.get(section.task_key)) is None:
        return ()
    near = written_sections(
        section.funnel_id, section.blueprint, section.subject, task_keys=[*task.needs, task.key]
    )
    beside = [each for each in near.pop(task.key, []) if each.key != section.key and not _is_data(each.kind)]
    earlier = tuple(
        WrittenTask(key=key, title=tasks[key].title, product=tasks[key].product, sections=tuple(near[key]))
        for key in task.needs
        if key in near
    )
    draft = Draft(
        blueprint=blueprint,
        task=task,
        brief=asked.brief,
        language=asked.language,
        inputs=inputs,
        earlier=earlier,
    )
    if _is_data(section.kind):
        return review_data(draft, text, kind=section.kind)
    texts = (each.body for each in (*beside, *(each for needed in earlier for each in needed.sections)))
    return review(draft, text, beside=texts)


def _is_data(kind: str) -> bool:
    """Whether it is made of sentences that stand elsewhere, and is meant to be."""
    return kind in SECTION_KINDS and SECTION_KINDS[kind].is_data
