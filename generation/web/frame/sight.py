"""What of a person's is in sight on a page: the jobs that are open, or ended lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils import timezone

from generation.engine.standing.glance import Glance, glances
from generation.engine.verbs.notices import jobs_in_sight, told_at, waits_for_its_batch
from generation.models import GenerationJob
from generation.web.access import person

_RUN_PAGE = "run"
_LINGERS = timedelta(seconds=5)


class Sight:
    """The person's jobs, as the frame of the page at `match` sees them.

    They are read when a template first asks. An error may have no page of its own.
    """

    def __init__(self, request: HttpRequest, match: ResolverMatch | None) -> None:
        self.request = request
        self._match = match
        self._glances: dict[UUID, Glance] = {}

    @cached_property
    def jobs(self) -> list[GenerationJob]:
        return list(jobs_in_sight(person(self.request))) if self.request.user.is_authenticated else []

    @cached_property
    def open_jobs(self) -> list[GenerationJob]:
        return [job for job in self.jobs if job.is_open]

    @cached_property
    def fresh_endings(self) -> list[GenerationJob]:
        """The jobs that ended, and whose owner was told so just now, or not yet.

        One whose batch goes on lingers no longer than if it had been told: hundreds may have ended in it.
        """
        just_now = timezone.now() - _LINGERS
        ended = [job for job in self.jobs if not job.is_open and not job.goes_on_by_itself]
        return [job for job in ended if (_told_at(job) or just_now) >= just_now]

    def glances(self, jobs: Sequence[GenerationJob]) -> list[Glance]:
        """Return how these jobs stand, and know it for the rest of the page."""
        found = glances(jobs)
        self._glances |= {glance.job.pk: glance for glance in found}
        return found

    def known_glance(self, job: GenerationJob) -> Glance | None:
        """Return how the job stands, if a part of the page has looked already."""
        return self._glances.get(job.pk)

    @property
    def is_run_page(self) -> bool:
        """Whether the page shows a job at length, so that nothing around it need do so."""
        return self._match is not None and self._match.url_name == _RUN_PAGE

    @property
    def funnel_id(self) -> UUID | None:
        """The funnel that the page is about; None where it is about no single one."""
        return self._match.kwargs.get("funnel_id") if self._match else None


def _told_at(job: GenerationJob) -> datetime | None:
    return job.completed_at if waits_for_its_batch(job) else told_at(job)
