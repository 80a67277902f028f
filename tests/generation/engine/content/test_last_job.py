"""Which job speaks for its funnel."""

import pytest

from generation.engine.content.last_job import last_job, with_last_job
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.models import Funnel, GenerationJob
from tests.support.funnels import make_funnel

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel():
    return make_funnel()


def test_a_funnel_that_was_never_generated_has_none(funnel):
    assert last_job(funnel) is None


def test_the_last_to_be_started(funnel):
    cancel_job(start_job(funnel))
    newest = cancel_job(start_job(funnel))

    assert last_job(funnel) == newest


def test_an_older_job_that_was_resumed_since(funnel):
    older = cancel_job(start_job(funnel))
    cancel_job(start_job(funnel))
    cancel_job(resume_job(older))

    assert last_job(funnel) == older


def test_the_open_one_before_all(funnel):
    is_open = start_job(funnel)
    newest = GenerationJob.objects.create(
        funnel=funnel, owner=funnel.owner, blueprint="funnel", status="failed", queued_at=is_open.queued_at
    )
    GenerationJob.objects.filter(pk=is_open.pk).update(queued_at=newest.created_at.replace(year=2020))

    assert last_job(funnel) == is_open


def test_another_kind_or_subject_is_another_matter(funnel):
    start_job(funnel)

    assert last_job(funnel, subject="https://a.example/") is None
    assert last_job(funnel, blueprint="page") is None


def test_many_funnels_are_told_their_last_jobs_in_one_query(funnel, django_assert_num_queries):
    older = cancel_job(start_job(funnel))
    cancel_job(start_job(funnel))
    cancel_job(resume_job(older))
    never = make_funnel(funnel.owner)

    with django_assert_num_queries(1):
        found = {each.pk: each for each in with_last_job(Funnel.objects.all())}

    assert (found[funnel.pk].last_job_id, found[funnel.pk].last_job_status) == (older.pk, "cancelled")
    assert (found[never.pk].last_job_id, found[never.pk].last_job_status) == (None, None)


def test_the_open_one_speaks_among_many_too(funnel):
    is_open = start_job(funnel)
    GenerationJob.objects.create(
        funnel=funnel, owner=funnel.owner, blueprint="funnel", status="failed", queued_at=is_open.queued_at
    )
    GenerationJob.objects.filter(pk=is_open.pk).update(queued_at=is_open.queued_at.replace(year=2020))

    assert with_last_job(Funnel.objects.all()).get().last_job_id == is_open.pk
