import pytest
from django.contrib.auth.models import User

from generation.engine.deletion import delete_job, delete_owner
from generation.engine.jobs import cancel_job, start_job
from generation.errors import JobOpenError
from generation.models import Funnel, GenerationJob
from tests.support.funnels import make_funnel

pytestmark = pytest.mark.django_db


def test_an_open_job_is_not_deleted() -> None:
    job = start_job(make_funnel())

    with pytest.raises(JobOpenError) as refusal:
        delete_job(job)

    assert refusal.value.job_id == str(job.pk)
    assert GenerationJob.objects.filter(pk=job.pk).exists()


def test_an_ended_job_is_deleted_and_its_funnel_stays() -> None:
    job = cancel_job(start_job(make_funnel()))

    delete_job(job)

    assert not GenerationJob.objects.exists()
    assert Funnel.objects.exists()


def test_a_person_with_an_open_job_is_not_deleted() -> None:
    job = start_job(make_funnel())

    with pytest.raises(JobOpenError):
        delete_owner(job.owner)

    assert User.objects.filter(pk=job.owner_id).exists()


def test_a_person_is_deleted_with_their_funnels() -> None:
    job = cancel_job(start_job(make_funnel()))

    delete_owner(job.owner)

    assert not User.objects.exists()
    assert not Funnel.objects.exists()
