"""What of a person's is in sight on a page: the jobs that are open, or ended lately."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.urls import ResolverMatch

from generation.engine.standing.glance import Glance, glances
from generation.engine.standing.in_sight import InSight, look_at_runs
from generation.models import GenerationJob
from generation.web.access import person
from generation.web.frame.dismissals import dismissed_runs
from generation.web.which import Which, which_asked_for

MOST = 3
"""How many runs and batches there is room for."""

_SHOWN_AT_LENGTH = {"run": "funnel_id", "batch": "batch_id"}
"""The pages that have no entry for what they are about."""


class Sight:
    """The person's jobs, as the frame of the page at `match`, with what its query asks for, sees them.

    They are counted when a template first asks, and those that are shown are read. An error may have no page
    of its own.
    """

    def __init__(
        self, request: HttpRequest, match: ResolverMatch | None, asked: QueryDict | None = None
    ) -> None:
        self.request = request
        self._match = match
        self._asked = request.GET if asked is None else asked
        self._glances: dict[UUID, Glance] = {}

    @cached_property
    def runs(self) -> InSight:
        """How many there are, and which are shown."""
        if not self.request.user.is_authenticated:
            return InSight()
        return look_at_runs(
            person(self.request),
            most=MOST,
            dismissed=dismissed_runs(self.request),
            but=self._shown_at_length,
            but_kind=(self.which.blueprint, self.which.subject),
        )

    def glances(self, ids: Sequence[UUID]) -> list[Glance]:
        """Return how these jobs stand, and know it for the rest of the page."""
        if not ids:
            return []
        jobs = GenerationJob.objects.select_related("funnel").defer("brief", "inputs", "funnel__brief")
        found = jobs.in_bulk(ids)
        self._glances = {each.job.pk: each for each in glances([found[pk] for pk in ids if pk in found])}
        return list(self._glances.values())

    def known_glance(self, job_id: UUID) -> Glance | None:
        """Return how the job stands, if a part of the page has looked already."""
        return self._glances.get(job_id)

    @property
    def _shown_at_length(self) -> UUID | None:
        if self._match is None:
            return None
        return self._match.kwargs.get(_SHOWN_AT_LENGTH.get(self._match.url_name or "", ""))

    @cached_property
    def which(self) -> Which:
        """What of a funnel the page is about: the funnel's own, where nothing else is asked for."""
        try:
            return which_asked_for(self._asked)
        except Http404:  # not for the frame to say
            return Which()

    @property
    def funnel_id(self) -> UUID | None:
        """The funnel that the page is about; None where it is about no single one."""
        return self._match.kwargs.get("funnel_id") if self._match else None
