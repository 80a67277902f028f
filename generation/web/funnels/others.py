"""What there is of funnels beside their own content, as a line of each card says it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Window
from django.db.models.functions import RowNumber

from generation.blueprints.called import OWN
from generation.engine.content.last_job import last_of_their_kind
from generation.models import GenerationJob, Section
from generation.web.which import Which, address_of, which_of
from generation.web.words import READY, StatusWord, job_word

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Other:
    """Something else that was written, or is being written, and where its run is shown."""

    name: str
    status: StatusWord
    address: str


@dataclass(frozen=True, kw_only=True)
class Others:
    """Those of one funnel that there is room for, and how many more there are."""

    named: tuple[Other, ...] = ()
    left: int = 0


NO_OTHERS = Others()


def others_of(funnel_ids: Iterable[UUID], *, most: int) -> Mapping[UUID, Others]:
    """Return what else there is of each funnel, what was last begun first, `most` by name; in two queries."""
    ids = list(funnel_ids)
    jobs, written = _last_jobs(ids, most), _written_off_the_record(ids)
    return {pk: _others(pk, jobs[pk], written[pk], most) for pk in ids if jobs[pk] or written[pk]}


def _others(funnel_id: UUID, jobs: Sequence[Any], written: Sequence[Which], most: int) -> Others:
    words = {which_of(job): job_word(job) for job in jobs} | dict.fromkeys(written, READY)
    total = (jobs[0].of_funnel if jobs else 0) + len(written)
    named = tuple(
        Other(name=which.name, status=word, address=address_of("run", funnel_id, which))
        for which, word in list(words.items())[:most]
    )
    return Others(named=named, left=total - len(named))


def _last_jobs(ids: Sequence[UUID], most: int) -> Mapping[UUID, Sequence[Any]]:
    """Return `most` of the last jobs of each funnel, each with how many there are as its `of_funnel`."""
    jobs = GenerationJob.objects.filter(funnel__in=ids).exclude(blueprint=OWN).defer("brief", "inputs")
    ranked = last_of_their_kind(jobs).annotate(
        place=Window(RowNumber(), partition_by="funnel", order_by="-queued_at"),
        of_funnel=Window(Count("pk"), partition_by="funnel"),
    )
    return _by_funnel((job.funnel_id, job) for job in ranked.filter(place__lte=most).order_by("-queued_at"))


def _written_off_the_record(ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Which]]:
    """Return what is written of each funnel whose jobs are on record no more."""
    same = {name: OuterRef(name) for name in ("funnel", "blueprint", "subject")}
    sections = Section.objects.filter(funnel__in=ids, retired=False).exclude(blueprint=OWN)
    alone = sections.exclude(Exists(GenerationJob.objects.filter(**same))).order_by()
    rows = alone.values_list("funnel", "blueprint", "subject").distinct()
    return _by_funnel((pk, Which(blueprint=blueprint, subject=subject)) for pk, blueprint, subject in rows)


def _by_funnel(pairs: Iterable[tuple[UUID, T]]) -> Mapping[UUID, Sequence[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for funnel_id, each in pairs:
        found[funnel_id].append(each)
    return found
