"""What there is of funnels beside their own content, as a line of each card says it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from generation.blueprints.called import OWN
from generation.engine.content.last_job import last_of_their_kind
from generation.models import GenerationJob, Section
from generation.web.which import Which, address_of, which_of
from generation.web.words import READY, StatusWord, job_word


@dataclass(frozen=True, kw_only=True)
class Other:
    """Something else that was written, or is being written, and where its run is shown."""

    name: str
    status: StatusWord
    address: str


def others_of(funnel_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[Other]]:
    """Return what else there is of each funnel, what was last begun first, in two queries."""
    ids = list(funnel_ids)
    words = _words_of_jobs(ids)
    for funnel_id, which in _written(ids):  # its job may be on record no more
        words.setdefault((funnel_id, which), READY)
    found: dict[UUID, list[Other]] = defaultdict(list)
    for (funnel_id, which), word in words.items():
        address = address_of("run", funnel_id, which)
        found[funnel_id].append(Other(name=which.name, status=word, address=address))
    return found


def _words_of_jobs(ids: Sequence[UUID]) -> dict[tuple[UUID, Which], StatusWord]:
    jobs = GenerationJob.objects.filter(funnel__in=ids).exclude(blueprint=OWN).defer("brief", "inputs")
    last = last_of_their_kind(jobs).order_by("-queued_at")
    return {(job.funnel_id, which_of(job)): job_word(job) for job in last}


def _written(ids: Sequence[UUID]) -> Iterable[tuple[UUID, Which]]:
    sections = Section.objects.filter(funnel__in=ids, retired=False).exclude(blueprint=OWN).order_by()
    for funnel_id, blueprint, subject in sections.values_list("funnel", "blueprint", "subject").distinct():
        yield funnel_id, Which(blueprint=blueprint, subject=subject)
