"""What of a person's is in sight on a page: the jobs that are open, or ended lately."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import ResolverMatch

from generation.engine.standing.glance import Glance, glances
from generation.engine.standing.in_sight import InSight, look_at_runs
from generation.models import GenerationJob
from generation.web.access import person
from generation.web.frame.dismissals import dismissed_runs

MOST = 3
"""How many runs there is room for."""

_RUN_PAGE = "run"


class Sight:
    """The person's jobs, as the frame of the page at `match` sees them.

    They are counted when a template first asks, and those that are shown are read. An error may have no page
    of its own.
    """

    def __init__(self, request: HttpRequest, match: ResolverMatch | None) -> None:
        self.request = request
        self._match = match
        self._glances: dict[UUID, Glance] = {}

    @cached_property
    def runs(self) -> InSight:
        """How many there are, and which are shown. The page of a run has no entry for its own."""
        if not self.request.user.is_authenticated:
            return InSight()
        is_run_page = self._match is not None and self._match.url_name == _RUN_PAGE
        return look_at_runs(
            person(self.request),
            most=MOST,
            dismissed=dismissed_runs(self.request),
            but=self.funnel_id if is_run_page else None,
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
    def funnel_id(self) -> UUID | None:
        """The funnel that the page is about; None where it is about no single one."""
        return self._match.kwargs.get("funnel_id") if self._match else None
