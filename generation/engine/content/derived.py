"""Sections that follow by rule from others: written again when those that are shown have changed."""

from generation.blueprints import get_blueprint
from generation.blueprints.base import TaskSpec, WrittenSection
from generation.engine.content.last_job import last_job
from generation.engine.content.sections import written_sections
from generation.models import GenerationJob, Revision, Section
from generation.models.claims import ClaimedTask
from generation.pipeline.postprocess import tidy_text
from generation.pipeline.reading import count_read

Asked = GenerationJob | ClaimedTask
"""What a text was written from: brief, language and inputs, for which funnel, kind and subject."""


def follow(section: Section) -> None:
    """Write anew what follows from a section that a person has just changed, by what its last job began with.

    To be called in the transaction of the change.
    """
    if not _may_derive(section.blueprint):
        return
    job = last_job(section.funnel, blueprint=section.blueprint, subject=section.subject)
    if job is None:
        return
    tasks = {task.key: task for task in get_blueprint(section.blueprint).tasks(job.inputs)}
    if task := tasks.get(section.task_key):
        derive_again(job, task, changed=section.key)


def derive_again(asked: Asked, task: TaskSpec, *, changed: str = "") -> None:
    """Write what follows from the sections that are shown, where that is another text than stands there.

    What a person edited or locked stays, and so does the section that was `changed`. What stood there is kept
    as an earlier version.
    """
    shown = written_sections(asked.funnel_id, asked.blueprint, asked.subject, task_keys=[task.key])
    sections = shown.get(task.key, [])
    stands = {section.key: section.body for section in sections}
    for derived in task.derive(asked.brief, asked.inputs, sections, language=asked.language):
        body = tidy_text(derived.body)
        if derived.key != changed and stands.get(derived.key, body) != body:
            _write(asked, task, derived, body)


def _may_derive(blueprint: str) -> bool:
    try:
        kind = get_blueprint(blueprint)
    except KeyError:
        return False  # declared no more
    return any(task.derive is not TaskSpec.derive for task in kind.tasks({}))


def _write(asked: Asked, task: TaskSpec, derived: WrittenSection, body: str) -> None:
    section = (
        Section.objects.select_for_update()
        .filter(funnel=asked.funnel_id, blueprint=asked.blueprint, subject=asked.subject, task_key=task.key)
        .filter(key=derived.key, edited=False, locked=False)
        .first()
    )
    if section is None:
        return
    section.version = section.last_number + 1
    Revision.objects.create(
        section=section,
        number=section.version,
        title=section.title,
        body=body,
        fields=dict(derived.fields),
        words=count_read(section.kind, body, derived.fields),
    )
    section.save(update_fields=["version", "updated_at"])
