"""Limits are exact, however many admit at once and however much ends meanwhile."""

from collections import Counter
from functools import partial

from generation.app_settings import MAX_CONCURRENT_JOBS, MAX_CONCURRENT_JOBS_PER_USER
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import GenerationJob
from generation.states import OPEN_JOB, JobStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.threads import all_at_once

SLOTS, PER_USER = 6, 2


def test_no_limit_is_passed_in_rounds_in_which_all_that_runs_ends_while_many_admit(transactional_db):
    """Whoever is admitted in a round still runs when it is counted: only those of the last are ended."""
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    owners = [make_user(f"user{number}") for number in range(5)]
    for owner in owners * 4:
        start_job(make_funnel(owner))
    store.save({MAX_CONCURRENT_JOBS.key: SLOTS, MAX_CONCURRENT_JOBS_PER_USER.key: PER_USER}, changed_by=None)

    most_at_once = 0
    while GenerationJob.objects.filter(status__in=OPEN_JOB).exists():
        running = list(GenerationJob.objects.filter(status=JobStatus.RUNNING))
        outcomes = all_at_once([*(partial(cancel_job, job) for job in running), *[admit_jobs] * 6])
        admit_jobs()  # should all have given up, waiting for each other

        assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        now = GenerationJob.objects.filter(status=JobStatus.RUNNING).values_list("owner", flat=True)
        by_owner = Counter(now)
        assert max(by_owner.values(), default=0) <= PER_USER
        assert by_owner.total() <= SLOTS
        most_at_once = max(most_at_once, by_owner.total())

    assert most_at_once == SLOTS
