"""The rank a job gets at its start, and how a coming deadline raises it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import HIGH_PRIORITY_FOR
from generation.engine.line.ranks import rescore_jobs
from generation.engine.verbs.jobs import StartOptions, set_priority, start_job
from generation.models import GenerationJob
from generation.states import Priority
from settings_app import store
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_begins():
    store.save({"max_concurrent_jobs": 0}, None)


def start(*, hours: float | None = None, priority: Priority | None = None) -> GenerationJob:
    deadline = timezone.now() + timedelta(hours=hours) if hours is not None else None
    return start_job(make_funnel(make_user()), options=StartOptions(priority=priority, deadline=deadline))


def ranked(job: GenerationJob) -> tuple[str, int]:
    job.refresh_from_db()
    return job.priority, job.score


def let_pass(job: GenerationJob, hours: float) -> None:
    """Have the job stand as if so many hours had gone by."""
    passed = timedelta(hours=hours)
    job.refresh_from_db()
    GenerationJob.objects.filter(pk=job.pk).update(
        deadline=job.deadline - passed, rescore_at=job.rescore_at and job.rescore_at - passed
    )


@pytest.mark.parametrize(
    ("hours", "rank"),
    [(None, ("normal", 40)), (100, ("normal", 40)), (60, ("normal", 60)), (20, ("high", 70))],
)
def test_without_a_priority_the_level_follows_from_the_score(hours, rank):
    assert ranked(start(hours=hours)) == rank


def test_a_chosen_priority_stays_and_the_score_still_orders_its_level():
    assert ranked(start(hours=20, priority=Priority.LOW)) == ("low", 70)


def test_a_deadline_that_comes_near_raises_the_job_once_for_each_bound():
    job = start(hours=100)

    let_pass(job, 27)
    assert rescore_jobs() == 0
    let_pass(job, 2)
    assert rescore_jobs() == 1
    assert ranked(job) == ("normal", 60)
    let_pass(job, 50)
    assert rescore_jobs() == 1
    assert ranked(job) == ("high", 70)
    assert rescore_jobs() == 0
    assert list(job.events.filter(kind="job_rescored").values_list("data__score", flat=True)) == [60, 70]


def test_a_job_that_cannot_be_scored_keeps_no_other_from_it():
    broken = start(hours=60)
    whole = start_job(make_funnel(broken.owner), options=StartOptions(deadline=broken.deadline))
    for job in (broken, whole):
        let_pass(job, 50)
    GenerationJob.objects.filter(pk=broken.pk).update(blueprint="withdrawn", rescore_at=broken.created_at)

    assert rescore_jobs() == 1
    assert ranked(whole) == ("high", 70)


def test_a_priority_that_was_changed_is_a_choice():
    job = start(hours=30)
    set_priority(job, Priority.LOW, as_operator=False)

    let_pass(job, 10)
    rescore_jobs()

    assert ranked(job) == ("low", 70)


def test_who_may_not_choose_high_is_scored_no_higher_than_normal():
    store.save({HIGH_PRIORITY_FOR.key: "staff"}, None)

    assert ranked(start(hours=20)) == ("normal", 70)
