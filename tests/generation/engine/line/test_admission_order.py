"""A thousand jobs of twenty people are let in, one by one, exactly as the rules told in Python have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS_PER_USER
from generation.engine.line.order import next_in_line
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.states import JobStatus
from settings_app import store
from settings_app.schema import Values
from tests.support.funnels import make_funnel, make_user
from tests.support.line_model import ModelJob, ModelRules, line_of

OWNERS, JOBS, SLOTS, PER_USER = 20, 1000, 24, 3
FAR = 1_000_000.0  # minutes: a job that is put off until it is drawn


@dataclass(frozen=True, kw_only=True)
class House:
    """The same jobs in the database and in the model, by number."""

    rows: Mapping[int, UUID]
    jobs: Mapping[int, ModelJob]
    values: Values
    now: datetime
    draw: Random

    def admit(self) -> int | None:
        """Let in the first by the database; return its number."""
        first = next_in_line(self.values)
        if first is None:
            return None
        number = first.int - 1
        self.change(number, status=JobStatus.RUNNING)
        return number

    def change(self, number: int, **fields: object) -> None:
        GenerationJob.objects.filter(pk=self.rows[number]).update(**fields)
        for name in {"status", "priority"} & fields.keys():
            setattr(self.jobs[number], name, str(fields[name]))

    def running(self) -> list[int]:
        return [number for number, job in self.jobs.items() if job.status == JobStatus.RUNNING]


def drawn_jobs(draw: Random) -> list[ModelJob]:
    """Every job as the rules see it; none is near the minute in which waiting raises it a level."""
    return [
        ModelJob(
            number=number,
            owner=min(draw.randrange(OWNERS), draw.randrange(OWNERS)),  # some ask for more than others
            batch=draw.choice([None, None, 0, 1]),
            priority=draw.choice(["high", "normal", "normal", "low"]),
            score=draw.choice([30, 40, 40, 60, 90]),
            waited=-FAR if draw.random() < 0.1 else 60 * draw.randrange(3) + draw.randrange(15, 45),
        )
        for number in range(JOBS)
    ]


def make_house(draw: Random) -> House:
    owners = [make_user(f"user{number}") for number in range(OWNERS)]
    store.save({MAX_CONCURRENT_JOBS_PER_USER.key: PER_USER}, None)
    jobs, now = drawn_jobs(draw), timezone.now()
    rows = written([make_funnel(owner) for owner in owners], jobs, now)
    return House(
        rows=rows, jobs={job.number: job for job in jobs}, values=store.read_all(), now=now, draw=draw
    )


def written(funnels: list[Funnel], jobs: list[ModelJob], now: datetime) -> dict[int, UUID]:
    batches = {
        (number, batch): GenerationBatch.objects.create(owner_id=funnel.owner_id, name=str(batch))
        for number, funnel in enumerate(funnels)
        for batch in (0, 1)
    }
    rows = [
        GenerationJob(
            id=UUID(int=job.number + 1),
            funnel=funnels[job.owner],
            owner_id=funnels[job.owner].owner_id,
            batch=batches.get((job.owner, job.batch)) if job.batch is not None else None,
            subject=str(job.number),
            priority=job.priority,
            score=job.score,
            queued_at=now - timedelta(minutes=max(job.waited, 0)),
            scheduled_at=now - timedelta(minutes=job.waited) if job.waited < 0 else None,
        )
        for job in jobs
    ]
    GenerationJob.objects.bulk_create(rows)
    return {job.number: row.pk for job, row in zip(jobs, rows, strict=True)}


def let_something_happen(house: House) -> None:
    """Runs end, a time comes, somebody changes a priority: each now and then."""
    running = house.running()
    ends = max(house.draw.choice([0, 1, 2]), len(running) - SLOTS + 1)
    for number in house.draw.sample(running, k=min(ends, len(running))):
        house.change(number, status=house.draw.choice([JobStatus.COMPLETED, JobStatus.FAILED]))
    queued = [job for job in house.jobs.values() if job.status == JobStatus.QUEUED]
    put_off = [job for job in queued if job.waited < 0]
    if put_off and house.draw.random() < 0.15:
        job = house.draw.choice(put_off)
        job.waited = house.draw.randrange(15, 45)
        due = house.now - timedelta(minutes=job.waited)
        house.change(job.number, scheduled_at=due)
        GenerationJob.objects.filter(pk=house.rows[job.number]).update(queued_at=due - timedelta(hours=2))
    if queued and house.draw.random() < 0.1:
        chosen = house.draw.choice(queued).number
        house.change(chosen, priority=house.draw.choice(["high", "normal", "low"]))


def may_have_another(house: House, job: ModelJob) -> bool:
    return sum(house.jobs[number].owner == job.owner for number in house.running()) < PER_USER


@pytest.mark.django_db(transaction=True)  # one long transaction would keep every version of every row
def test_a_thousand_jobs_are_let_in_in_the_order_of_the_rules():
    """The line tells beforehand who will be let in, one after another, but for those at their limit."""
    house = make_house(Random(20))
    rules = ModelRules(per_user=PER_USER)
    admitted: list[int] = []

    while True:
        line = line_of(list(house.jobs.values()), rules)
        for _ in range(house.draw.randrange(1, 8)):
            first = next((job for job in line if may_have_another(house, job)), None)
            found = house.admit()
            assert found == (first.number if first else None), f"after {len(admitted)} admissions"
            if first is None:
                break
            line.remove(first)
            admitted.append(first.number)
        if not line and not house.running():
            break
        let_something_happen(house)

    left = GenerationJob.objects.filter(status=JobStatus.QUEUED)
    assert len(set(admitted)) == len(admitted) == JOBS - left.count()
    assert not left.exclude(scheduled_at__gt=timezone.now()).exists()
