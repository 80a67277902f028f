"""The run page as one value: everything its template prints."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from generation.models import Funnel, GenerationBatch, GenerationJob, JobRating
from generation.web.funnels import steps
from generation.web.questions import Question
from generation.web.runs.banner import Banner
from generation.web.runs.card import Card
from generation.web.runs.log import Line
from generation.web.runs.panel import Fact, PartPanel
from generation.web.runs.rows import Group
from generation.web.runs.ways import Way

BLUEPRINT = "funnel"


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """All that the page shows. `chosen` is the part that was asked for, "" where the page follows the run."""

    funnel: Funnel
    job: GenerationJob | None
    is_own: bool
    is_earlier: bool
    chosen: str
    card: Card
    groups: tuple[Group, ...]
    ways: tuple[Way, ...]
    questions: tuple[Question, ...]
    banners: tuple[Banner, ...]
    panel: PartPanel | None
    facts: tuple[Fact, ...]
    log: tuple[Line, ...]
    rating: JobRating | None
    may_rate: bool
    follow: str  # the page's own address
    takes: str = ""

    @property
    def is_open(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def batch(self) -> GenerationBatch | None:
        """The batch that its viewer, who may see the run, may see too."""
        return self.job.batch if self.job else None

    @property
    def selected(self) -> str:
        return self.panel.row.key if self.panel else ""

    @property
    def read(self) -> str:
        return reverse("read", args=[self.funnel.pk])

    @property
    def brief(self) -> str:
        return steps.address(self.funnel.pk, steps.FIRST)

    @property
    def base(self) -> str:
        """What the address of a row begins with: the row's key follows."""
        return f"{self.follow}{'&' if '?' in self.follow else '?'}task="


def run_address(funnel: Funnel, *, job: GenerationJob | None = None) -> str:
    """Return where the runs of a funnel are shown; with a job, that one."""
    address = reverse("run", args=[funnel.pk])
    return f"{address}?{urlencode({'job': job.pk})}" if job else address
