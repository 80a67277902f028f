"""What a failure in one lane does to the others: nothing new begins, and the job ends."""

import pytest

from generation.app_settings import RETRY_DELAYS
from generation.engine.broker.chains import blocked_keys
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import fail_attempt, release_task
from generation.engine.verbs.jobs import StartOptions, start_job
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.errors import ProviderError
from generation.models import GenerationJob, TaskAttempt
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.funnels import make_funnel, standing
from tests.support.incidents import refuse
from tests.support.jobs import begin, fail, task_at, write

BROKEN = ProviderError("bad_request", "The AI service said no.", retryable=False)
BUSY = ProviderError("provider_busy", "The AI service is busy (529).", retryable=True)


@pytest.fixture
def job(transactional_db) -> GenerationJob:
    """A running job of five lanes."""
    job = start_job(make_funnel(), options=StartOptions(lanes=5))
    job.refresh_from_db()
    return job


def test_a_task_given_back_beside_a_failed_one_ends_the_job(job):
    running = begin(job, 3)
    fail(job, 1)

    release_task(running, {})

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED, standing(job)


def test_nothing_begins_once_a_task_has_failed(job):
    begin(job, 3)
    fail(job, 1)

    with pytest.raises(AssertionError):
        begin(job, 5)


def test_a_sibling_that_fails_in_passing_is_given_back_and_the_job_ends(job):
    running = begin(job, 3)
    fail(job, 1)

    fail_attempt(running, BUSY, {})

    job.refresh_from_db()
    assert task_at(job, 3).status == TaskStatus.PENDING
    assert job.status == JobStatus.FAILED


def test_try_again_gives_every_task_that_is_left_all_its_attempts(job):
    for _ in range(3):
        fail(job, 3, retryable=True)
        job.tasks.filter(position=3).update(next_attempt_at=task_at(job, 3).created_at)
    fail(job, 1)

    retry_task(task_at(job, 1))

    assert task_at(job, 3).attempt_count == 0


def test_try_again_beside_a_running_lane_lets_the_job_go_on(job):
    running = begin(job, 3)
    fail(job, 1)

    retry_task(task_at(job, 1))

    job.refresh_from_db()
    assert not job.stopping
    assert task_at(job, 1).sent_epoch == job.epoch
    release_task(running, {})
    begin(job, 3)
    begin(job, 1)
    begin(job, 5)


def test_try_again_beside_a_running_lane_takes_up_every_failed_task(job):
    begin(job, 5)
    first, second = begin(job, 3), begin(job, 1)
    fail_attempt(first, BROKEN, {})
    fail_attempt(second, BROKEN, {})

    retry_task(task_at(job, 1))

    begin(job, 1)
    begin(job, 3)


def test_try_again_in_a_job_of_one_lane_waits_until_the_lane_is_free(transactional_db):
    job = start_job(make_funnel(), options=StartOptions(lanes=1, continue_on_failure=True))
    job.refresh_from_db()
    fail(job, 1)
    begin_and_others = [position for position in range(3, 15) if _may_run(job, position)]
    assert 3 in begin_and_others

    retry_task(task_at(job, 1))

    assert task_at(job, 1).sent_epoch == 0
    for position in begin_and_others:
        write(job, position)
    assert task_at(job, 1).sent_epoch == job.epoch
    assert task_at(job, 2).sent_epoch == job.epoch


def _may_run(job: GenerationJob, position: int) -> bool:
    return task_at(job, position).key not in blocked_keys(list(job.tasks.order_by("position")))


@pytest.mark.parametrize("refused_first", [True, False])
def test_what_failed_by_itself_beside_a_refused_call_is_what_the_job_failed_by(job, refused_first):
    refused, broken = begin(job, 1), begin(job, 3)
    ends = [lambda: refuse(refused), lambda: fail_attempt(broken, BROKEN, {})]

    for end in ends if refused_first else reversed(ends):
        end()

    job.refresh_from_db()
    assert (job.status, job.error_code, job.incident) == (JobStatus.FAILED, "bad_request", None)


def test_where_all_that_failed_was_refused_the_job_waits_for_the_incident_to_end(job):
    first, second = begin(job, 1), begin(job, 3)
    refuse(first)
    refuse(second)

    job.refresh_from_db()
    assert (job.status, job.error_code, job.goes_on_by_itself) == (JobStatus.FAILED, "unauthorised", True)


def test_a_refused_call_that_is_taken_up_again_is_forgotten(job):
    begin(job, 3)
    refuse(begin(job, 1))

    retry_task(task_at(job, 1))

    job.refresh_from_db()
    assert (job.status, job.incident) == (JobStatus.RUNNING, None)


def test_a_failing_regeneration_beside_another_failed_task_waits_by_the_table(job):
    fail(job, 3)
    fail_first = task_at(job, 1)
    assert fail_first.status == TaskStatus.PENDING
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    job.tasks.filter(position=1).update(status=TaskStatus.FAILED)
    store.save({RETRY_DELAYS[0].key: 77}, changed_by=None)

    regenerate_task(task_at(job, 1))
    admit_jobs()
    task = fail(job, 1, retryable=True)

    assert task.status == TaskStatus.WAITING
    assert TaskAttempt.objects.filter(task=task).latest("pk").retry_seconds == 77
