"""What of a person's runs is in sight around each of their pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.engine.gate.holds import hold_task
from generation.engine.standing.in_sight import InSight, look_at_runs
from generation.engine.standing.on_hold import ON_HOLD
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.notices import claim_endings
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationBatch, GenerationJob
from generation.states import JobStatus
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, start_running

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana():
    return make_user()


def runs_of(batch: GenerationBatch, statuses: dict[str, int]) -> list[GenerationJob]:
    """Bring the batch's runs to these statuses, so many minutes ago."""
    jobs = list(batch.jobs.order_by("created_at"))
    for job, (status, minutes) in zip(jobs, statuses.items(), strict=True):
        ago = timezone.now() - minutes * MINUTE
        job.status, job.queued_at, job.completed_at, job.batch = status, ago, ago, None
        job.save()
    return jobs


def test_who_has_no_run_has_nothing_in_sight(ana):
    assert look_at_runs(ana, most=3) == InSight()


def test_what_is_open_or_ended_lately_is_counted_and_what_ended_is_shown_first(ana):
    batch = make_batch(ana, jobs=5)
    in_line, running, done, failed, _ = jobs = runs_of(
        batch, {"queued": 9, "running": 8, "completed": 30, "failed": 40, "cancelled": 10}
    )

    seen = look_at_runs(ana, most=3)

    assert (seen.total, seen.running, seen.in_line, seen.untold, seen.open) == (4, 1, 1, 2, 2)
    assert (seen.open_job, seen.telling) == (in_line.pk, JobStatus.QUEUED)
    assert (seen.followed, seen.first) == (4, (failed.pk, done.pk, running.pk))
    dismissed = [f"{job.pk.hex[:8]}-{int(job.queued_at.timestamp()):x}" for job in jobs[2:]]
    assert look_at_runs(ana, most=3, dismissed=dismissed, but=running.funnel_id).first == (in_line.pk,)


def test_what_is_put_off_is_neither_in_line_nor_told_of_as_what_comes_next(ana):
    later, next_up = (start_job(make_funnel(ana)) for _ in range(2))
    move_in_time(later, scheduled_at=timezone.now() + timedelta(days=30))

    seen = look_at_runs(ana)
    cancel_job(next_up)
    alone = look_at_runs(ana)

    assert (seen.in_line, seen.put_off, seen.under_way, seen.open) == (1, 1, 1, 2)
    assert (seen.open_job, seen.telling) == (next_up.pk, JobStatus.QUEUED)
    assert (alone.open_job, alone.open_funnel, alone.under_way) == (later.pk, later.funnel_id, 0)
    assert alone.telling is None


def test_a_batch_is_followed_as_one(ana):
    batch = make_batch(ana, jobs=5, name="Spring")
    jobs = list(batch.jobs.order_by("created_at"))
    for job, status in zip(jobs, ["completed", "failed", "failed", "running", "cancelled"], strict=True):
        ended_at = None if status == "running" else timezone.now() - MINUTE
        GenerationJob.objects.filter(pk=job.pk).update(status=status, completed_at=ended_at)
    alone = start_running(make_funnel(ana))

    seen = look_at_runs(ana, most=3)
    only = look_at_runs(ana, most=1)

    assert (seen.total, seen.followed, seen.first) == (5, 2, (batch.pk, alone.pk))
    (shown,) = seen.batches
    assert (shown.pk, shown.name, shown.jobs, shown.ready, shown.failed) == (batch.pk, "Spring", 5, 1, 2)
    assert shown.status == JobStatus.RUNNING
    assert only.batches == (shown,)
    assert look_at_runs(ana, most=3, but=batch.pk).first == (alone.pk,)
    assert look_at_runs(ana, most=3, but=jobs[3].funnel_id).followed == 2  # its run is not all of it
    assert look_at_runs(ana, most=3, dismissed=[shown.run]).first == (alone.pk,)
    GenerationJob.objects.filter(pk=jobs[4].pk).update(queued_at=timezone.now() + MINUTE)
    assert look_at_runs(ana, most=3, dismissed=[shown.run]).followed == 2  # something of it is in line anew


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["queued", "failed"], JobStatus.QUEUED),
        (["completed", "failed"], JobStatus.FAILED),
        (["completed", "cancelled"], JobStatus.CANCELLED),
    ],
)
def test_a_batch_is_open_while_anything_of_it_is_and_then_as_good_as_its_worst(ana, statuses, status):
    batch = make_batch(ana, jobs=2)
    for job, to in zip(batch.jobs.order_by("created_at"), statuses, strict=True):
        GenerationJob.objects.filter(pk=job.pk).update(status=to, completed_at=timezone.now())

    assert [shown.status for shown in look_at_runs(ana, most=3).batches] == [status]


def test_what_ended_tells_until_it_was_told(ana):
    runs_of(make_batch(ana, jobs=2), {"completed": 30, "failed": 40})
    before = look_at_runs(ana)

    claim_endings(ana)
    told = look_at_runs(ana)

    assert (before.untold, before.telling) == (2, JobStatus.COMPLETED)
    assert (told.untold, told.telling, told.total) == (0, JobStatus.COMPLETED, 2)  # it lingers


def test_what_holds_is_counted_apart_of_a_batch_and_of_all(ana):
    batch, alone = make_batch(ana, jobs=3), start_running(make_funnel(ana))
    for job in GenerationJob.objects.filter(status="running", batch=batch):
        hold_task(job.tasks.first().pk, job.epoch, code="incident", message="Nobody is let in.")
    hold_task(alone.tasks.last().pk, alone.epoch, code="incident", message="Nobody is let in.")
    begin(alone, 1)  # another part of it goes on

    seen = look_at_runs(ana, most=3)

    assert (seen.running, seen.on_hold) == (4, 3)
    assert [shown.on_hold for shown in seen.batches] == [3]
    assert set(GenerationJob.objects.filter(ON_HOLD)) == set(batch.jobs.filter(status="running"))


def test_somebody_elses_is_out_of_sight(ana):
    start_running(make_funnel(make_user("bo")))

    assert look_at_runs(ana) == InSight()
