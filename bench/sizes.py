"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The sizes the goals speak of.

    A provider's call takes `waiting_seconds` where many jobs wait, `paced_seconds` where one funnel does, and
    `page_call_seconds` where one page does; the minute of a limited provider takes `minute_seconds`; the
    memory of calls in flight is watched for `watched_seconds`.
    """

    repeats: int = 9
    many_jobs: int = 200
    waiting_jobs: int = 100
    waiting_seconds: float = 0.2
    calls_in_flight: int = 100
    watched_seconds: float = 6
    jobs_in_table: int = 1000
    requests: int = 200
    in_line: int = 10_000
    asked_of_line: int = 60
    batch_jobs: int = 500
    pages: int = 300
    page_call_seconds: float = 20
    streams: int = 500
    users: int = 100
    looks: int = 12
    told_tasks: int = 40
    paced_seconds: float = 1.0
    limited_funnels: int = 20
    minute_seconds: float = 1
    pickups: int = 60
    concurrency: int = 40


TINY = Sizes(
    repeats=1,
    many_jobs=2,
    waiting_jobs=2,
    waiting_seconds=0.01,
    calls_in_flight=2,
    watched_seconds=0.5,
    jobs_in_table=3,
    requests=3,
    in_line=60,
    asked_of_line=2,
    batch_jobs=3,
    pages=4,
    page_call_seconds=0.01,
    streams=30,
    users=3,
    looks=2,
    told_tasks=2,
    paced_seconds=0.01,
    limited_funnels=2,
    pickups=3,
    concurrency=4,
)
"""Enough to see that the bench works."""
