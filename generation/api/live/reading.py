"""What is read for streams, away from the event loop: jobs, who works, and who may watch no longer."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from generation.api.live.callers import Caller, still_let_in
from generation.api.live.pictures import Picture
from generation.api.live.watchers import EVERYTHING, Watched
from generation.engine.line.places import places_in_line
from generation.engine.standing.jobs import jobs_to_show, standings
from generation.engine.standing.overview import LivingProcesses, living_processes
from generation.engine.standing.reach import OPERATOR
from generation.models import GenerationJob
from generation.states import OPEN_JOB

_HEADING = ("pk", "seq", "funnel__owner_id")


class Heading(NamedTuple):
    """The least one can know of a job: the number of its last event, and whose it is."""

    seq: int
    owner_id: int


def read_headings(watched: Collection[Watched]) -> dict[UUID, Heading]:
    """Return the open jobs among what is watched, and jobs that are watched by their id, open or not."""
    owners = {one.owner_id for one in watched if one.owner_id is not None}
    ids = {one.job_id for one in watched if one.job_id is not None}
    jobs = GenerationJob.objects.order_by()
    open_jobs = jobs.filter(status__in=OPEN_JOB)
    if EVERYTHING not in watched:
        open_jobs = open_jobs.filter(funnel__owner__in=owners)
    with _borrowed_connection():
        rows = [*open_jobs.values_list(*_HEADING), *jobs.filter(pk__in=ids).values_list(*_HEADING)]
    return {job_id: Heading(seq, owner_id) for job_id, seq, owner_id in rows}


def read_owners(job_ids: Collection[UUID]) -> dict[UUID, int]:
    jobs = GenerationJob.objects.order_by().filter(pk__in=job_ids)
    with _borrowed_connection():
        return dict(jobs.values_list("pk", "funnel__owner_id"))


def read_pictures(job_ids: Collection[UUID]) -> list[Picture]:
    """Return pictures of those of the jobs that there are, all of them read together."""
    at = time.monotonic()
    with _borrowed_connection():
        jobs = list(jobs_to_show().filter(pk__in=job_ids))
        return [Picture(standing, read_at=at) for standing in standings(jobs, viewer=OPERATOR)]


def read_places(job_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the places of those of these jobs that are in line."""
    jobs = GenerationJob.objects.filter(pk__in=job_ids).only("status", "queued_at", "scheduled_at")
    with _borrowed_connection():
        return places_in_line(jobs)


def read_who_works() -> LivingProcesses:
    with _borrowed_connection():
        return living_processes()


def read_still_let_in(callers: Collection[Caller]) -> set[Caller]:
    with _borrowed_connection():
        return still_let_in(callers)


@contextmanager
def _borrowed_connection() -> Iterator[None]:
    """Give the connection back to the pool afterwards: between two looks a stream has none."""
    try:
        yield
    finally:
        connection.close()
