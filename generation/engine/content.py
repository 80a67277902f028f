"""Content read and written: the stored sections that later tasks carry on from, and those just finished."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import cast
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from generation.blueprints.base import SectionKind, TaskSpec, WrittenSection, WrittenTask
from generation.models import GenerationJob, Revision, Section, current_revisions
from generation.pipeline.draft import FinishedSection

_READ_OF_SECTION = ("task_key", "key", "kind", "title")


def written_tasks(job: GenerationJob, tasks: Sequence[TaskSpec]) -> tuple[WrittenTask, ...]:
    """Return the stored output of these tasks of the job, as a person would read it now, in that order."""
    keys = [task.key for task in tasks]
    sections = written_sections(job.funnel_id, job.blueprint, job.subject, task_keys=keys)
    return tuple(
        WrittenTask(
            key=task.key, title=task.title, product=task.product, sections=tuple(sections.get(task.key, ()))
        )
        for task in tasks
    )


def written_sections(
    funnel_id: UUID, blueprint: str, subject: str, *, task_keys: Sequence[str] | None = None
) -> dict[str, list[WrittenSection]]:
    """Return the sections that are shown, by the key of their task, in their order.

    `task_keys` None means all tasks. Retired sections are left out.
    """
    revisions = current_revisions().filter(
        section__funnel_id=funnel_id,
        section__blueprint=blueprint,
        section__subject=subject,
        section__retired=False,
    )
    if task_keys is not None:
        revisions = revisions.filter(section__task_key__in=task_keys)
    revisions = revisions.only("body", "fields", *(f"section__{name}" for name in _READ_OF_SECTION))
    by_task: dict[str, list[WrittenSection]] = {}
    for revision in revisions.order_by("section__position"):
        by_task.setdefault(revision.section.task_key, []).append(_written(revision))
    return by_task


def _written(revision: Revision) -> WrittenSection:
    section = revision.section
    return WrittenSection(
        key=section.key,
        kind=cast("SectionKind", section.kind),  # stored as it was declared
        title=section.title,
        body=revision.body,
        fields=revision.fields,
    )


@dataclass(frozen=True, kw_only=True)
class ContentPlace:
    """Where the sections of one task belong."""

    funnel_id: UUID
    blueprint: str
    subject: str
    task_key: str


def store_sections(
    place: ContentPlace, finished_sections: Sequence[FinishedSection], attempt_id: int
) -> None:
    """Add a revision to each section of the task; must run under the job's lock.

    A section that a person edited or locked keeps its text, the new one is offered beside it. Sections the
    task no longer has are retired unless a person edited them.
    """
    where = asdict(place)
    # Locked, so that a person's edit of this moment is seen, or waits: see engine/edits.py.
    known = {section.key: section for section in Section.objects.select_for_update().filter(**where)}
    new = [
        Section(**where, key=finished.spec.key, version=0, **_heading(finished))
        for finished in finished_sections
        if finished.spec.key not in known
    ]
    numbers = _highest_numbers(known.values())
    known |= {section.key: section for section in new}
    revisions = []
    for finished in finished_sections:
        section = known[finished.spec.key]
        number = numbers.get(section.pk, 0) + 1
        _take_up(section, finished, number)
        revisions.append(_revision(section, finished, number, attempt_id))
    written = {finished.spec.key for finished in finished_sections}
    changed = [section for section in known.values() if section not in new]
    for section in changed:
        section.updated_at = timezone.now()
        if section.key not in written:
            section.retired = not section.is_kept_by_person
    Section.objects.bulk_create(new)
    if changed:
        Section.objects.bulk_update(
            changed, ["kind", "title", "position", "version", "offered", "retired", "updated_at"]
        )
    Revision.objects.bulk_create(revisions)


def _highest_numbers(sections: Collection[Section]) -> dict[UUID, int]:
    if not sections:  # the first writing of a task, which is nearly every one
        return {}
    rows = Revision.objects.filter(section__in=sections).values("section_id").annotate(number=Max("number"))
    return {row["section_id"]: row["number"] for row in rows}


def _heading(finished: FinishedSection) -> dict[str, object]:
    return {
        "kind": finished.spec.kind,
        "title": finished.spec.title,
        "position": finished.position,
    }


def _take_up(section: Section, finished: FinishedSection, number: int) -> None:
    """Show the new revision, or only offer it where a person's text stands."""
    section.retired = False
    if section.is_kept_by_person:
        section.offered = number
        return
    section.version, section.offered = number, None
    for name, value in _heading(finished).items():
        setattr(section, name, value)


def _revision(section: Section, finished: FinishedSection, number: int, attempt_id: int) -> Revision:
    return Revision(
        section=section,
        number=number,
        body=finished.body,
        fields=dict(finished.fields),
        words=finished.words,
        advice=[asdict(violation) for violation in finished.advice],
        attempt_id=attempt_id,
    )
