"""Jobs that an incident made fail go on by themselves once it is over, in waves."""

from datetime import timedelta

import pytest

from generation.app_settings import GENERATION_ENABLED, GENERATION_ENABLED_FOR, MAX_CONCURRENT_JOBS
from generation.causes import cause_of
from generation.engine.mending.stopped import LEFT, MOST_IN_VAIN, WAVE, resume_stopped_jobs
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.in_sight import look_at_runs
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import Delivery, GenerationJob
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, make_incident, stop_by_incident
from tests.support.jobs import fail, start_running, task_at, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    return make_user()


@pytest.fixture
def stopped(ana) -> GenerationJob:
    """A job that failed by an incident in its second part; its first is written."""
    job = start_running(make_funnel(ana))
    write(job, 1)
    stop_by_incident(job, 2)
    return job


def fresh(job: GenerationJob) -> GenerationJob:
    return GenerationJob.objects.get(pk=job.pk)


def test_nothing_is_resumed_while_the_incident_is_open(stopped):
    assert resume_stopped_jobs() == 0
    assert fresh(stopped).status == JobStatus.FAILED


def test_once_it_is_over_the_job_goes_on_and_keeps_what_is_finished(stopped):
    end(stopped.incident)

    assert resume_stopped_jobs() == 1

    job = fresh(stopped)
    assert (job.status, job.incident) == (JobStatus.RUNNING, None)
    assert [task_at(job, number).status for number in (1, 2)] == [TaskStatus.COMPLETED, TaskStatus.PENDING]
    assert job.events.get(kind="job_resumed").data["by"] == "incident"


def test_a_part_that_was_regenerated_alone_goes_on_alone(ana):
    job = start_running(make_funnel(ana))
    write(job, 1)
    cancel_job(job)
    regenerate_task(task_at(job, 1))
    admit_jobs()
    stop_by_incident(job, 1)
    end(fresh(job).incident)

    resume_stopped_jobs()

    assert (fresh(job).only_task, fresh(job).status) == ("lead_magnet_part_1", JobStatus.RUNNING)


def test_a_job_is_resumed_once(stopped):
    end(stopped.incident)
    resume_stopped_jobs()

    assert resume_stopped_jobs() == 0


def test_jobs_are_resumed_in_waves_the_first_that_stopped_first(ana):
    jobs = [start_job(make_funnel(ana)) for _ in range(WAVE + 2)]
    incident = make_incident()
    for number, job in enumerate(jobs):
        failed_at = incident.opened_at + timedelta(seconds=number)
        GenerationJob.objects.filter(pk=job.pk).update(
            status=JobStatus.FAILED, incident=incident, completed_at=failed_at
        )
    end(incident)

    assert [resume_stopped_jobs() for _ in range(3)] == [WAVE, 2, 0]
    resumed = GenerationJob.objects.order_by("queued_at").values_list("pk", flat=True)
    assert list(resumed) == [job.pk for job in jobs]


def test_a_job_that_failed_by_itself_is_left_alone(ana):
    job = start_running(make_funnel(ana))
    fail(job, 1)

    assert resume_stopped_jobs() == 0
    assert fresh(job).status == JobStatus.FAILED


@pytest.mark.parametrize("verb", [resume_job, reset_job])
def test_what_its_owner_took_up_and_cancelled_again_is_not_resumed(stopped, verb):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    incident = stopped.incident
    verb(stopped)
    assert fresh(stopped).incident is None
    cancel_job(stopped)
    end(incident)

    assert resume_stopped_jobs() == 0
    assert fresh(stopped).status == JobStatus.CANCELLED


def test_a_job_that_a_newer_one_took_the_place_of_stays_as_it_is(stopped):
    make_webhook(stopped.owner)
    newer = start_job(stopped.funnel)
    end(stopped.incident)

    assert resume_stopped_jobs() == 0

    assert (fresh(stopped).status, fresh(stopped).incident) == (JobStatus.FAILED, None)
    assert "a newer run has begun" in Delivery.objects.get(job=stopped).payload["error"]["message"]
    assert fresh(newer).is_open


def test_while_generation_is_off_the_jobs_wait_for_that_too(stopped):
    end(stopped.incident)
    store.save({GENERATION_ENABLED.key: False}, changed_by=None)
    while_off = resume_stopped_jobs()
    store.save({GENERATION_ENABLED.key: True}, changed_by=None)

    assert (while_off, resume_stopped_jobs()) == (0, 1)


def test_while_its_provider_has_another_incident_the_job_waits_for_that_too(stopped):
    end(stopped.incident)
    other = make_incident()
    while_open = resume_stopped_jobs()
    end(other)

    assert (while_open, resume_stopped_jobs()) == (0, 1)


def test_a_job_that_may_not_be_resumed_stays_failed_and_says_why(stopped):
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, changed_by=None)
    end(stopped.incident)

    assert resume_stopped_jobs() == 0

    job = fresh(stopped)
    assert (job.status, job.incident) == (JobStatus.FAILED, None)
    assert "It was not resumed by itself: Generation is not switched on for you yet." in job.error_message
    assert task_at(job, 2).status == TaskStatus.FAILED
    assert job.events.filter(kind="job_left_failed").count() == 1


def test_a_job_that_is_left_has_ended_only_now_and_its_owner_is_told(stopped):
    make_webhook(stopped.owner)
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, changed_by=None)
    long_ago = stopped.completed_at - timedelta(days=2)
    GenerationJob.objects.filter(pk=stopped.pk).update(completed_at=long_ago)
    end(stopped.incident)

    resume_stopped_jobs()

    told = Delivery.objects.get().payload
    assert (told["job"], told["status"]) == (str(stopped.pk), "failed")
    assert told["error"] == {"code": LEFT, "message": fresh(stopped).error_message}
    assert "resumed by itself" not in cause_of(LEFT).next_step
    assert look_at_runs(stopped.owner).untold == 1


def test_a_job_that_comes_no_further_is_left_to_a_person(stopped):
    for _ in range(MOST_IN_VAIN):
        end(fresh(stopped).incident)
        assert resume_stopped_jobs() == 1
        stop_by_incident(stopped, 2)
    end(fresh(stopped).incident)

    assert resume_stopped_jobs() == 0
    assert "came no further" in fresh(stopped).error_message


def test_a_job_that_came_further_is_resumed_again(stopped):
    for number in range(MOST_IN_VAIN + 1):
        end(fresh(stopped).incident)
        assert resume_stopped_jobs() == 1
        write(stopped, 2 + number)
        stop_by_incident(stopped, 3 + number)
