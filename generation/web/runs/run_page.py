"""The run page as one value: everything its template prints."""

from dataclasses import dataclass

from generation.models import Funnel, GenerationBatch, GenerationJob, JobRating
from generation.web.funnels import steps
from generation.web.questions import Question
from generation.web.runs.banner import Banner
from generation.web.runs.card import Card
from generation.web.runs.log import Line
from generation.web.runs.panel import Fact, PartPanel
from generation.web.runs.rows import Group
from generation.web.runs.ways import Way
from generation.web.which import Which, address_of, where_it_is_started


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """All that the page shows. `chosen` is the part that was asked for, "" where the page follows the run."""

    funnel: Funnel
    which: Which
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
    def is_of_no_content(self) -> bool:
        """Whether it is about a kind alone, of which nothing is there that goes by no subject."""
        is_there = self.job is not None or self.card.completed > 0
        return not (self.which.is_own or self.which.subject or is_there)

    @property
    def batch(self) -> GenerationBatch | None:
        """The batch that its viewer, who may see the run, may see too."""
        return self.job.batch if self.job else None

    @property
    def selected(self) -> str:
        return self.panel.row.key if self.panel else ""

    @property
    def read(self) -> str:
        """Where all of it is read."""
        return address_of("read", self.funnel.pk, self.which)

    @property
    def inputs(self) -> str:
        """Where it is asked for anew, with the inputs it had; "" for a funnel's own, which has none."""
        if self.which.is_own:
            return ""
        address = where_it_is_started(self.funnel.pk, self.which)
        return f"{address}&job={self.job.pk}" if self.job and self.is_earlier else address

    @property
    def brief(self) -> str:
        return steps.address(self.funnel.pk, steps.FIRST)

    @property
    def base(self) -> str:
        """What the address of a row begins with: the row's key follows."""
        return f"{self.follow}{'&' if '?' in self.follow else '?'}task="

    @property
    def read_part(self) -> str:
        """What the address begins with at which a part is read: the part's key follows."""
        return f"{self.read}{'&' if '?' in self.read else '?'}part="


def run_address(job: GenerationJob) -> str:
    """Return where this run is shown, whatever its funnel runs now."""
    return address_of("run", job.funnel_id, job, job=job.pk)
