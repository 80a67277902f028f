"""The reader: one part of a funnel at a time, whatever becomes of its job meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.engine.content.last_job import last_job
from generation.engine.exporting.drawn import versions_of_pictures
from generation.engine.exporting.published import products_of
from generation.engine.standing.jobs import JobStanding, standing
from generation.engine.standing.parts import Part, list_parts
from generation.engine.standing.reach import viewer_of
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.pipeline import STAGES
from generation.states import TaskStatus
from generation.web.access import find_funnel, person
from generation.web.reader.changing import may_change
from generation.web.reader.parts import Group, PartRow, chosen, grouped, neighbours, part_rows
from generation.web.reader.sections import ShownSection, settled_titles, show_section
from generation.web.titles import titles_to_come
from generation.web.which import Which, which_of_page

_CAN_BE_REGENERATED = (TaskStatus.COMPLETED, TaskStatus.FAILED)


@dataclass(frozen=True, kw_only=True)
class OpenPart:
    """The part that is read, and where its reader may go next; `task` is None where no job wants it.

    `titles` are those of the sections that are being written, as JSON by their keys.
    """

    row: PartRow
    product: str
    sections: tuple[ShownSection, ...]
    task: GenerationTask | None
    titles: str
    before: PartRow | None
    after: PartRow | None
    may_regenerate: bool


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that the page shows; `part` is None where the funnel has no parts."""

    groups: Sequence[Group]
    part: OpenPart | None
    written: int
    total: int
    words: int


@require_safe
def read(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Show the part named by `?part=`, else the first that can be read."""
    funnel, which = find_funnel(request, funnel_id), which_of_page(request)
    job = last_job(funnel, blueprint=which.blueprint, subject=which.subject)
    stands = standing(job, viewer=viewer_of(person(request))) if job else None
    values = {
        "funnel": funnel,
        "which": which,
        "job": job,
        "reading": _reading(funnel, which, stands, request.GET.get("part", "")),
        "stages": len(STAGES),
        "may_change": may_change(person(request), funnel),
    }
    return render(request, "web/reader/read.html", values)


def _reading(funnel: Funnel, which: Which, stands: JobStanding | None, wanted: str) -> Reading:
    parts = list_parts(funnel, blueprint=which.blueprint, subject=which.subject)
    rows = part_rows(parts, stands)
    here = chosen(rows, wanted)
    if wanted and here is None:
        raise Http404
    return Reading(
        groups=grouped(rows, here.key if here else ""),
        part=_open(funnel, which, parts, rows, here, stands) if here else None,
        written=sum(row.written for row in rows),
        total=len(rows),
        words=sum(row.words for row in rows),
    )


def _open(
    funnel: Funnel,
    which: Which,
    parts: Sequence[Part],
    rows: Sequence[PartRow],
    here: PartRow,
    stands: JobStanding | None,
) -> OpenPart:
    part = next(part for part in parts if part.task == here.key)
    titles = settled_titles(parts, which.blueprint)
    pictures = versions_of_pictures(funnel, part.sections)
    before, after = neighbours(rows, here)
    task = next((each.task for each in stands.tasks if each.task.key == here.key), None) if stands else None
    return OpenPart(
        row=here,
        product=_product_name(part, funnel, which, stands.job if stands else None),
        sections=tuple(
            show_section(
                revision,
                titles[part.task, revision.section.key],
                picture=pictures.get(revision.section_id, ""),
            )
            for revision in part.sections
        ),
        task=task,
        titles=json.dumps(titles_to_come(stands.job, here.key) if stands and _is_being_written(task) else {}),
        before=before,
        after=after,
        may_regenerate=_may_regenerate(stands, task),
    )


def _is_being_written(task: GenerationTask | None) -> bool:
    return task is not None and task.status == TaskStatus.IN_PROGRESS


def _product_name(part: Part, funnel: Funnel, which: Which, job: GenerationJob | None) -> str:
    """Return what the product it belongs to is called, "" for what belongs to none."""
    product = products_of(funnel, job, blueprint=which.blueprint).get(part.product or "")
    return product.name if product else ""


def _may_regenerate(stands: JobStanding | None, task: GenerationTask | None) -> bool:
    if stands is None or task is None or "regenerate" not in stands.actions:
        return False
    return task.status in _CAN_BE_REGENERATED
