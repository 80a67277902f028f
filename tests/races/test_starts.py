"""Many starts in one moment: the database says who was first, and how many run."""

from functools import partial

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.errors import JobOpenError
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.threads import all_at_once


def test_fifty_starts_of_one_funnel_make_one_job(transactional_db):
    funnel = make_funnel()

    outcomes = all_at_once([partial(start_job, funnel)] * 50)

    job = GenerationJob.objects.get()
    assert job.tasks.count() == 14
    assert outcomes.count(job) == 1
    refused = [outcome for outcome in outcomes if isinstance(outcome, JobOpenError)]
    assert [error.job_id for error in refused] == [str(job.pk)] * 49


def test_no_more_jobs_run_than_may(transactional_db):
    """Thirty starts, each of which admits, beside five reconcilers that do the same."""
    store.save({MAX_CONCURRENT_JOBS.key: 7}, changed_by=None)
    owner = make_user()
    funnels = [make_funnel(owner) for _ in range(30)]

    outcomes = all_at_once([*(partial(start_job, funnel) for funnel in funnels), *[admit_jobs] * 5])

    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert GenerationJob.objects.filter(status=JobStatus.RUNNING).count() == 7
    assert GenerationJob.objects.filter(status=JobStatus.QUEUED).count() == 23
    assert set(GenerationJob.objects.values_list("status", "epoch")) == {("running", 1), ("queued", 0)}
