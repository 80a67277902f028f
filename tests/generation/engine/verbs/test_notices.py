"""An ending is told to its owner, once."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.in_sight import look_at_runs
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.engine.verbs.notices import LATELY, claim_endings
from generation.models import EndingNotice, GenerationJob
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db


def ended(status: str = "completed", *, ago: timedelta = timedelta(), **fields: object) -> GenerationJob:
    """Write a job of a funnel of its own that ended so long ago."""
    funnel = make_funnel(**fields)
    at = timezone.now() - ago
    return GenerationJob.objects.create(
        funnel=funnel,
        owner=funnel.owner,
        blueprint="funnel",
        status=status,
        epoch=1,
        queued_at=at,
        completed_at=at,
    )


def untold(user: User) -> int:
    return look_at_runs(user).untold


def test_each_ending_is_told_once():
    job = ended()
    other = ended("failed", owner=job.owner)

    first, second = claim_endings(job.owner), claim_endings(job.owner)

    assert sorted(first) == sorted([job.pk, other.pk])
    assert second == []


@pytest.mark.django_db(transaction=True)
def test_of_many_pages_that_want_to_tell_at_once_one_does():
    ana = make_user()
    for _ in range(5):
        ended(owner=ana)

    claims = all_at_once([lambda: claim_endings(ana)] * 10)

    assert sum(len(claim) for claim in claims) == EndingNotice.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_a_job_that_is_being_deleted_nothing_is_told_and_of_the_others_is():
    job = ended()
    other = ended(owner=job.owner)

    with transaction.atomic():
        delete_job(job)
        told = all_at_once([partial(claim_endings, job.owner)])  # and does not wait for us

    assert told == [[other.pk]]


def test_the_next_ending_of_the_same_job_is_told_anew():
    job = start_running(make_funnel())
    fail(job, 1)
    claim_endings(job.owner)

    resume_job(job)
    admit_jobs()
    fail(job, 1)

    assert untold(job.owner) == 1
    assert claim_endings(job.owner) == [job.pk]


def test_a_job_that_is_open_or_cancelled_has_no_ending_to_tell():
    job = start_running(make_funnel())

    while_it_runs = claim_endings(job.owner)
    cancel_job(job)

    assert while_it_runs == claim_endings(job.owner) == []
    assert untold(job.owner) == 0


def test_nobody_else_is_told_staff_neither():
    job, boss = ended(), make_user("boss", is_staff=True, is_superuser=True)

    assert not claim_endings(boss)
    assert look_at_runs(boss).total == 0
    assert claim_endings(job.owner) == [job.pk]


def test_an_untold_ending_is_news_for_a_day():
    ana = make_user()
    recent = ended("failed", owner=ana, ago=LATELY - timedelta(minutes=1))
    ended("failed", owner=ana, ago=LATELY + timedelta(minutes=1))

    assert untold(ana) == 1
    assert claim_endings(ana) == [recent.pk]
