"""Which funnels the dashboard lists: by what they are called, and by how their last jobs stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import User
from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from generation.blueprints.called import OWN
from generation.engine.content.last_job import last_of_their_kind, with_last_job
from generation.engine.content.written import knowing_of_text
from generation.models import Funnel, GenerationJob, Section
from generation.states import OPEN_JOB, JobStatus
from generation.web.counted_pages import CountedPaginator

PAGE_SIZE = 24
_LONGEST_SEARCH = 200

_GOES_ON_BY_ITSELF = Q(status=JobStatus.FAILED, incident__isnull=False)
_NEEDS_SOMEBODY = Q(status=JobStatus.FAILED, incident=None)

_IS_WRITTEN = Q(last_job_status=JobStatus.COMPLETED) | Q(last_job_status=None, has_text=True)

SHOWS: dict[str, tuple[str, Q]] = {
    "all": ("All", Q()),
    "running": ("Running", Q(runs=True)),
    "ready": ("Ready", _IS_WRITTEN | Q(last_job_status=None, has_others_written=True)),
    "needs-you": ("Needs you", Q(needs_somebody=True)),
    "not-started": ("Not started", Q(last_job_status=None, has_text=False, has_others=False)),
}
"""What may be shown, by its word in the address: its name, and the funnels it holds.

A funnel runs, and needs somebody, with any of the content there is of it. One whose job is no longer on
record stands where its text puts it.
"""


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    count: int
    query: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One person's funnels as asked for, the newest first."""

    search: str
    show: str
    counts: dict[str, int]
    page: Page[Funnel]

    @property
    def is_new_here(self) -> bool:
        """Whether the person has no funnel at all."""
        return not self.counts["all"] and not self.search

    @property
    def tabs(self) -> Iterator[Tab]:
        for word, (label, _) in SHOWS.items():
            yield Tab(
                label=label, count=self.counts[word], query=self.query(show=word), is_here=word == self.show
            )

    def query(self, *, show: str) -> str:
        """Return the end of the address that shows this; nothing for what is shown anyhow."""
        wanted, usual = {"q": self.search, "show": show}, {"q": "", "show": "all"}
        said = urlencode({name: value for name, value in wanted.items() if value != usual[name]})
        return f"?{said}" if said else "?"


def list_funnels(owner: User, asked: QueryDict) -> Listing:
    """Return what was asked for; what there is not is taken for the usual."""
    search = asked.get("q", "").replace("\0", "").strip()[:_LONGEST_SEARCH]
    show = asked.get("show", "")
    show = show if show in SHOWS else "all"
    funnels = _knowing_of_all(with_last_job(Funnel.objects.filter(owner=owner))).defer("brief")
    if search:
        funnels = funnels.filter(Q(name__icontains=search) | _is_about(search))
    counts = _counts(funnels)
    chosen = funnels.filter(SHOWS[show][1]).order_by("-created_at", "-pk")
    pages = CountedPaginator(chosen, PAGE_SIZE, known_count=counts[show])
    return Listing(search=search, show=show, counts=counts, page=pages.get_page(asked.get("page")))


def jobs_that_need_somebody(owner: User) -> Sequence[UUID]:
    """Return the ids of the person's jobs that failed, of whatever kind, the last in line first."""
    failed = last_of_their_kind(GenerationJob.objects.filter(_NEEDS_SOMEBODY, funnel__owner=owner))
    return list(failed.order_by("-queued_at").values_list("pk", flat=True))


def _knowing_of_all(funnels: QuerySet[Funnel]) -> QuerySet[Funnel]:
    """Return the funnels, to be filtered by how the last jobs of all their content stand."""
    jobs = GenerationJob.objects.filter(funnel=OuterRef("pk"))
    others = jobs.exclude(blueprint=OWN)
    texts = Section.objects.filter(funnel=OuterRef("pk"), retired=False).exclude(blueprint=OWN)
    return knowing_of_text(funnels).alias(
        runs=Exists(last_of_their_kind(jobs.filter(Q(status__in=OPEN_JOB) | _GOES_ON_BY_ITSELF))),
        needs_somebody=Exists(last_of_their_kind(jobs.filter(_NEEDS_SOMEBODY))),
        has_others=Exists(others) | Exists(texts),
        has_others_written=Exists(last_of_their_kind(others.filter(status=JobStatus.COMPLETED)))
        | Exists(texts) & ~Exists(others),
    )


def _is_about(search: str) -> Q:
    """Return what holds of a funnel of which something is written about that: a page, by its address."""
    about = {"funnel": OuterRef("pk"), "subject__icontains": search}
    return Q(Exists(GenerationJob.objects.filter(**about))) | Q(Exists(Section.objects.filter(**about)))


def _counts(funnels: QuerySet[Funnel]) -> dict[str, int]:
    """Return how many funnels each tab holds, in one query."""
    sums = {word.replace("-", "_"): Count("pk", filter=holds) for word, (_, holds) in SHOWS.items()}
    found = funnels.order_by().aggregate(**sums)
    return {word: found[word.replace("-", "_")] for word in SHOWS}
