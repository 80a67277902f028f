"""Which funnels the dashboard lists: by what they are called, and by how their last jobs stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from generation.engine.content.last_job import with_last_job
from generation.engine.content.written import knowing_of_text
from generation.models import Funnel
from generation.states import OPEN_JOB, JobStatus
from generation.web.counted_pages import CountedPaginator

PAGE_SIZE = 24
_LONGEST_SEARCH = 200

_GOES_ON_BY_ITSELF = Q(last_job_status=JobStatus.FAILED, last_job_incident__isnull=False)

SHOWS: dict[str, tuple[str, Q]] = {
    "all": ("All", Q()),
    "running": ("Running", Q(last_job_status__in=OPEN_JOB) | _GOES_ON_BY_ITSELF),
    "ready": ("Ready", Q(last_job_status=JobStatus.COMPLETED) | Q(last_job_status=None, has_text=True)),
    "needs-you": ("Needs you", Q(last_job_status=JobStatus.FAILED, last_job_incident=None)),
    "not-started": ("Not started", Q(last_job_status=None, has_text=False)),
}
"""What may be shown, by its word in the address: its name, and the funnels it holds.

A funnel whose job is no longer on record stands where its text puts it.
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
    found: QuerySet[Funnel]

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
    funnels = knowing_of_text(with_last_job(Funnel.objects.filter(owner=owner))).defer("brief")
    if search:
        funnels = funnels.filter(name__icontains=search)
    counts = _counts(funnels)
    chosen = funnels.filter(SHOWS[show][1]).order_by("-created_at", "-pk")
    pages = CountedPaginator(chosen, PAGE_SIZE, known_count=counts[show])
    return Listing(
        search=search, show=show, counts=counts, page=pages.get_page(asked.get("page")), found=funnels
    )


def _counts(funnels: QuerySet[Funnel]) -> dict[str, int]:
    """Return how many funnels each tab holds, in one query."""
    sums = {word.replace("-", "_"): Count("pk", filter=holds) for word, (_, holds) in SHOWS.items()}
    found = funnels.order_by().aggregate(**sums)
    return {word: found[word.replace("-", "_")] for word in SHOWS}
