"""The first in line, found without the line, against a model that sorts it, whatever the queue."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS_PER_USER, PRIORITY_AGING_MINUTES
from generation.engine.line.order import jobs_in_line, next_in_line
from generation.models import Funnel, GenerationBatch, GenerationJob
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.line_model import ModelJob, ModelRules, line_of
from tests.support.threads import all_at_once

OWNERS, BATCHES = 4, 3
JOB = st.fixed_dictionaries(
    {
        "owner": st.integers(0, OWNERS - 1),
        "batch": st.sampled_from([None, *range(BATCHES)]),
        "priority": st.sampled_from(["high", "normal", "low"]),
        "score": st.sampled_from([20, 40, 40, 70]),
        "waited": st.integers(-50, 300).map(lambda minutes: minutes + 0.5),
        "status": st.sampled_from(["queued", "queued", "queued", "running", "completed"]),
    }
)
LEVELS = st.lists(st.integers(0, 3), min_size=1, max_size=12)
RULES = st.builds(
    ModelRules, aging=st.sampled_from([0, 1, 60, 100]), fair=st.booleans(), per_user=st.integers(0, 2)
)
OF_ONE_OWNER = {"owner": 0, "priority": "normal", "score": 40, "status": "queued"}
TWO_BATCHES = [
    {**OF_ONE_OWNER, "batch": 0, "waited": 20.5},
    {**OF_ONE_OWNER, "batch": 0, "waited": 19.5},
    {**OF_ONE_OWNER, "batch": None, "waited": 10.5},
    {**OF_ONE_OWNER, "batch": 1, "waited": 9.5, "status": "running"},
    {**OF_ONE_OWNER, "batch": 1, "waited": 9.5},
]


def put_in_line(jobs: list[ModelJob], levels: list[int], now: datetime) -> dict[UUID, ModelJob]:
    """Write the jobs, with whatever levels they had; ids rise with numbers, so that ties end alike."""
    funnels = [make_funnel(make_user(f"user{number}")) for number in range(OWNERS)]
    batches = {
        (owner, batch): GenerationBatch.objects.create(owner_id=funnels[owner].owner_id, name=str(batch))
        for owner, batch in {(job.owner, job.batch) for job in jobs if job.batch is not None}
    }
    rows = [
        GenerationJob(
            id=UUID(int=job.number + 1),
            **whose(funnels[job.owner]),
            batch=batches.get((job.owner, job.batch)),
            subject=str(job.number),
            status=job.status,
            priority=job.priority,
            score=job.score,
            level=levels[job.number % len(levels)],
            queued_at=now - timedelta(minutes=max(job.waited, 0)),
            scheduled_at=now - timedelta(minutes=job.waited) if job.waited < 0 else None,
        )
        for job in jobs
    ]
    GenerationJob.objects.bulk_create(rows)
    return {row.pk: job for row, job in zip(rows, jobs, strict=True)}


def whose(funnel: Funnel) -> dict[str, object]:
    return {"funnel": funnel, "owner_id": funnel.owner_id, "blueprint": "funnel"}


@pytest.mark.django_db
@given(drawn=st.lists(JOB, max_size=12), levels=LEVELS, rules=RULES)
@example(drawn=TWO_BATCHES, levels=[3], rules=ModelRules())
@examples(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_and_the_line_are_those_of_the_model(drawn, levels, rules):
    jobs = [ModelJob(number=number, **fields) for number, fields in enumerate(drawn)]
    with transaction.atomic():
        written = put_in_line(jobs, levels, timezone.now())
        store.save(
            {
                PRIORITY_AGING_MINUTES.key: rules.aging,
                FAIR_SHARE.key: rules.fair,
                MAX_CONCURRENT_JOBS_PER_USER.key: rules.per_user,
            },
            None,
        )
        values = store.read_all()

        expected = line_of(jobs, rules)

        assert [written[job_id] for job_id in jobs_in_line(values)] == expected
        first = next_in_line(values)
        assert (written[first] if first else None) == next(iter(expected), None)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_level_is_to_be_corrected_is_not_waited_for_while_somebody_holds_it():
    jobs = [ModelJob(number=0, owner=0, batch=None, priority="normal", score=40, waited=300, status="queued")]
    (held,) = put_in_line(jobs, [2], timezone.now())

    def find() -> UUID | None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            return next_in_line(store.read_all())

    with transaction.atomic():
        GenerationJob.objects.select_for_update().get(pk=held)

        assert all_at_once([find]) == [held]
