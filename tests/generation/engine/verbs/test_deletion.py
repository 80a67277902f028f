from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from generation.engine.verbs.deletion import delete_funnel, delete_job, delete_jobs, delete_owners
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.errors import JobOpenError
from generation.models import Funnel, GenerationJob
from generation.models.moves import locked_job
from tests.support.funnels import make_funnel
from tests.support.locks import behind_us

pytestmark = pytest.mark.django_db
RACING = pytest.mark.django_db(transaction=True)


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


def test_of_several_jobs_none_is_deleted_while_one_is_open() -> None:
    open_job = start_job(make_funnel())
    ended = cancel_job(start_job(make_funnel(open_job.owner)))

    with pytest.raises(JobOpenError) as refusal:
        delete_jobs([ended, open_job])

    assert refusal.value.job_id == str(open_job.pk)
    assert GenerationJob.objects.count() == 2


def test_a_person_with_an_open_job_is_not_deleted() -> None:
    job = start_job(make_funnel())

    with pytest.raises(JobOpenError):
        delete_owners([job.owner])

    assert User.objects.filter(pk=job.owner_id).exists()


def test_a_person_is_deleted_with_their_funnels() -> None:
    job = cancel_job(start_job(make_funnel()))

    delete_owners([job.owner])

    assert not User.objects.exists()
    assert not Funnel.objects.exists()


def test_a_funnel_with_an_open_job_is_not_deleted() -> None:
    job = start_job(make_funnel())

    with pytest.raises(JobOpenError) as refusal:
        delete_funnel(job.funnel)

    assert refusal.value.job_id == str(job.pk)
    assert Funnel.objects.exists()


def test_a_funnel_is_deleted_with_its_jobs() -> None:
    job = cancel_job(start_job(make_funnel()))

    delete_funnel(job.funnel)

    assert not Funnel.objects.exists()
    assert not GenerationJob.objects.exists()


@RACING
@pytest.mark.parametrize(
    "delete", [lambda job: delete_funnel(job.funnel), lambda job: delete_owners([job.owner])]
)
def test_a_deletion_waits_for_a_resume_and_is_then_refused(delete: Callable[[GenerationJob], None]) -> None:
    job = cancel_job(start_job(make_funnel()))

    def try_to_delete() -> None:
        with pytest.raises(JobOpenError):
            delete(job)

    with behind_us(try_to_delete) as begin_to_delete, locked_job(job.pk):
        begin_to_delete()
        resume_job(job)

    assert GenerationJob.objects.get().is_open
