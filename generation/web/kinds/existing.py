"""What there is of a funnel beside its own content: by kind and subject, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from generation.blueprints.called import OWN
from generation.engine.content.last_job import last_of_their_kind
from generation.engine.content.written import Amount
from generation.models import Funnel, GenerationJob, current_revisions
from generation.web.which import Which, address_of, where_it_is_started, which_of
from generation.web.words import READY, StatusWord, job_word


@dataclass(frozen=True, kw_only=True)
class Existing:
    """What is there, or is being written, under one subject. `job` is its last run, None off the record."""

    funnel: Funnel
    which: Which
    amount: Amount
    job: GenerationJob | None

    @property
    def name(self) -> str:
        return self.which.subject or self.which.kind.title

    @property
    def status(self) -> StatusWord:
        return job_word(self.job) if self.job else READY

    @property
    def is_open(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def run(self) -> str:
        return address_of("run", self.funnel.pk, self.which)

    @property
    def read(self) -> str:
        return address_of("read", self.funnel.pk, self.which)

    @property
    def export(self) -> str:
        return address_of("export", self.funnel.pk, self.which)

    @property
    def again(self) -> str:
        """Where it is started anew, with the inputs of its last run to begin with."""
        return where_it_is_started(self.funnel.pk, self.which)


def existing_of(funnel: Funnel) -> Mapping[str, list[Existing]]:
    """Return what there is by kind, what was last begun first."""
    amounts = _amounts(funnel)
    jobs = funnel.jobs.exclude(blueprint=OWN).defer("brief", "inputs")
    last = {which_of(job): job for job in last_of_their_kind(jobs).order_by("-queued_at")}
    found: dict[str, list[Existing]] = defaultdict(list)
    for which in dict.fromkeys([*last, *amounts]):
        each = Existing(funnel=funnel, which=which, amount=amounts.get(which, Amount()), job=last.get(which))
        found[which.blueprint].append(each)
    return found


def _amounts(funnel: Funnel) -> dict[Which, Amount]:
    shown = current_revisions().filter(section__funnel=funnel, section__retired=False)
    kinds = shown.exclude(section__blueprint=OWN).order_by()
    sums = kinds.values_list("section__blueprint", "section__subject").annotate(
        Sum("words"), Count("section__task_key", distinct=True)
    )
    return {
        Which(blueprint=blueprint, subject=subject): Amount(words=words, parts=parts)
        for blueprint, subject, words, parts in sums
    }
