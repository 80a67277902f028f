"""The order in which jobs are let in, against the rules told a second time in Python."""

from dataclasses import dataclass
from datetime import timedelta
from math import floor

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.app_settings import (
    FAIR_SHARE,
    MAX_CONCURRENT_JOBS_PER_USER,
    PRIORITY_AGING_MINUTES,
)
from generation.engine.line.order import jobs_in_line
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app.schema import Values
from tests.support.funnels import make_funnel, make_user

OWNERS = ("ana", "ben", "cid")
LEVELS = (Priority.HIGH, Priority.NORMAL, Priority.LOW)


@dataclass(frozen=True)
class Waiting:
    """A queued job; `minutes` is a place in time that no other job has."""

    owner: str
    priority: Priority
    score: int
    minutes: int
    due: bool


@dataclass(frozen=True)
class Rules:
    aging: int
    fair: bool
    per_user: int

    @property
    def values(self) -> Values:
        return Values(
            {
                PRIORITY_AGING_MINUTES.key: self.aging,
                FAIR_SHARE.key: self.fair,
                MAX_CONCURRENT_JOBS_PER_USER.key: self.per_user,
            }
        )


def in_order(line: list[Waiting], running: dict[str, int], rules: Rules) -> list[Waiting]:
    """Return who may be let in, the first first."""

    def level(job: Waiting) -> int:
        risen = floor((job.minutes + 0.5) / rules.aging) if rules.aging else 0
        return max(0, LEVELS.index(job.priority) - risen)

    def own_order(job: Waiting) -> tuple[int, int, int]:
        return level(job), -job.score, -job.minutes

    due = [job for job in line if job.due]
    turns = {}
    for owner in OWNERS:
        own = sorted((job for job in due if job.owner == owner), key=own_order)
        turns |= {job: running[owner] + place for place, job in enumerate(own)}
    may = [job for job in due if not rules.per_user or running[job.owner] < rules.per_user]
    return sorted(
        may, key=lambda job: (level(job), turns[job] if rules.fair else 0, -job.score, -job.minutes)
    )


@pytest.fixture
def funnels(db):
    return {name: make_funnel(make_user(name)) for name in OWNERS}


def put_in_line(line: list[Waiting], running: dict[str, int], funnels) -> dict[object, Waiting]:
    """Write the jobs, with places in time as the database's clock sees them; return who has which id.

    The moment is this statement's: the transaction is as old as all examples before took.
    """
    GenerationJob.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    written = {}
    for number, job in enumerate(line):
        row = GenerationJob(
            funnel=funnels[job.owner],
            owner=funnels[job.owner].owner,
            subject=f"waits {number}",
            priority=job.priority,
            score=job.score,
            queued_at=now - timedelta(minutes=job.minutes + 0.5),
            scheduled_at=None if job.due else now + timedelta(minutes=1),
        )
        written[row] = job
    runs = [
        GenerationJob(
            funnel=funnels[owner],
            owner=funnels[owner].owner,
            subject=f"runs {number}",
            status=JobStatus.RUNNING,
            queued_at=now,
        )
        for owner, count in running.items()
        for number in range(count)
    ]
    GenerationJob.objects.bulk_create([*written, *runs])
    return {row.pk: job for row, job in written.items()}


waiting_jobs = st.lists(
    st.builds(
        Waiting,
        owner=st.sampled_from(OWNERS),
        priority=st.sampled_from(LEVELS),
        score=st.sampled_from((-10, 0, 10)),
        minutes=st.integers(0, 200),
        due=st.sampled_from((True, True, True, False)),
    ),
    max_size=9,
    unique_by=lambda job: job.minutes,
)
running_jobs = st.fixed_dictionaries({owner: st.integers(0, 3) for owner in OWNERS})
rule_sets = st.builds(
    Rules, aging=st.sampled_from((0, 7, 60)), fair=st.booleans(), per_user=st.integers(0, 2)
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=waiting_jobs, running=running_jobs, rules=rule_sets)
def test_jobs_are_let_in_by_level_then_turn_then_score_then_age(line, running, rules, funnels):
    written = put_in_line(line, running, funnels)

    found = [written[job_id] for job_id in jobs_in_line(rules.values)]

    assert found == in_order(line, running, rules)


def test_a_job_that_was_put_off_has_not_waited_before_its_time(funnels):
    normal = Waiting(owner="ana", priority=Priority.NORMAL, score=0, minutes=30, due=True)
    put_off = Waiting(owner="ben", priority=Priority.NORMAL, score=0, minutes=200, due=True)
    written = put_in_line([normal, put_off], dict.fromkeys(OWNERS, 0), funnels)
    GenerationJob.objects.filter(owner__username="ben").update(
        scheduled_at=timezone.now() - timedelta(minutes=5)
    )

    line = jobs_in_line(Rules(aging=60, fair=False, per_user=0).values)

    assert [written[job_id] for job_id in line] == [normal, put_off]
