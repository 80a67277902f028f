"""The end of a batch: told once, when nothing of it may run any more, and again where it ends anew."""

import pytest
from django.db import transaction

from generation.engine.outbox.batch_endings import NAMED
from generation.engine.outbox.overtaken import is_overtaken
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.settling import fail_job
from generation.engine.verbs.deletion import delete_funnel, delete_job
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job
from generation.models import Delivery, GenerationBatch, GenerationJob, Preferences
from generation.models.moves import locked_job
from generation.states import DeliveryStatus, JobStatus
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import complete, start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    ana = make_user(email="ana@shop.example")
    Preferences.objects.create(user=ana, mail_when_ready=True, mail_when_failed=True)
    make_webhook(ana)
    return ana


def batch_of(ana, many):
    """Return the running jobs of a batch."""
    jobs = [start_running(make_funnel(ana, name=f"Funnel {number}")) for number in range(1, many + 1)]
    batch = GenerationBatch.objects.create(owner=ana, name="Spring", blueprint="funnel")
    GenerationJob.objects.update(batch=batch)
    return jobs


def fail(job):
    with locked_job(job.pk) as locked:
        fail_job(locked, "bad_request", "The AI service said no.")


def run_again(job):
    """Resume the job and have it run, in line before others or not."""
    resume_job(job)
    with locked_job(job.pk) as locked:
        if locked.job.status == JobStatus.QUEUED:
            locked.move(JobStatus.RUNNING)


def told(channel):
    return sorted(Delivery.objects.filter(channel=channel).values_list("about", flat=True))


def test_one_letter_tells_of_a_batch_and_its_webhook_of_each_job_besides(ana, settings):
    first, second, third = batch_of(ana, 3)

    complete(first)
    cancel_job(second)
    assert told("email") == []
    fail(third)

    assert told("email") == ["batch.ended"]
    assert told("webhook") == ["batch.ended", "job.completed", "job.failed"]
    batch, (letter, posted) = GenerationBatch.objects.get(), Delivery.objects.filter(about="batch.ended")
    assert letter.payload == posted.payload
    assert letter.payload == {
        "batch": str(batch.pk),
        "name": "Spring",
        "blueprint": "funnel",
        "ended_at": batch.ended_at.isoformat(),
        "jobs": {"total": 3, "completed": 1, "failed": 1, "cancelled": 1},
        "failed": [
            {
                "job": str(third.pk),
                "funnel": str(third.funnel_id),
                "name": "Funnel 3",
                "subject": "",
                "error": {"code": "bad_request", "message": "The AI service said no."},
            }
        ],
        "url": f"{settings.ENV.public_url}/batches/{batch.pk}/",
    }


def test_of_many_that_failed_the_first_are_named(ana):
    first, *others = batch_of(ana, 2)
    fail(first)
    GenerationJob.objects.bulk_create(
        GenerationJob(
            funnel=make_funnel(ana, name=f"More {number}"),
            owner=ana,
            batch=GenerationBatch.objects.get(),
            blueprint="funnel",
            status=JobStatus.FAILED,
            queued_at=first.queued_at,
            completed_at=first.queued_at,
        )
        for number in range(NAMED)
    )

    fail(*others)

    payload = Delivery.objects.get(channel="email").payload
    assert payload["jobs"]["failed"] == NAMED + 2
    assert [each["name"] for each in payload["failed"]][:2] == ["Funnel 1", "Funnel 2"]
    assert len(payload["failed"]) == NAMED


def test_a_batch_that_is_resumed_and_ends_anew_is_told_anew(ana):
    jobs = batch_of(ana, 2)
    for job in jobs:
        fail(job)

    late = Delivery.objects.get(channel="email")
    assert not is_overtaken(late)
    for job in jobs:
        run_again(job)
    assert is_overtaken(late)
    for job in jobs:
        complete(job)

    assert told("email") == ["batch.ended", "batch.ended"]
    assert told("webhook").count("batch.ended") == 2
    newer = Delivery.objects.filter(channel="email").latest("created_at")
    assert [is_overtaken(each) for each in (late, newer)] == [True, False]


def test_of_one_job_that_ran_again_by_itself_a_letter_tells_as_of_any_job(ana):
    first, second = batch_of(ana, 2)
    complete(first)
    fail(second)
    Delivery.objects.filter(channel="email").update(status=DeliveryStatus.SENT)

    run_again(second)
    complete(second)

    assert told("email") == ["batch.ended", "job.completed"]
    assert told("webhook").count("batch.ended") == 2


def test_a_batch_whose_letter_was_overtaken_is_told_whole_though_one_job_alone_ran_again(ana):
    Preferences.objects.update(mail_when_failed=False)
    first, second = batch_of(ana, 2)
    complete(first)
    fail(second)

    run_again(second)
    fail(second)

    assert told("email") == ["batch.ended", "batch.ended"]
    newer = Delivery.objects.filter(channel="email").latest("created_at")
    assert newer.payload["jobs"] == {"total": 2, "completed": 1, "failed": 1, "cancelled": 0}


@pytest.mark.parametrize(
    ("chosen", "letters"),
    [
        ({"mail_when_ready": False}, [0, 1]),
        ({"mail_when_failed": False}, [1, 1]),
        ({"mail_when_ready": False, "mail_when_failed": False}, [0, 0]),
    ],
)
def test_a_batch_is_good_news_bad_news_or_both(ana, chosen, letters):
    Preferences.objects.update(**chosen)
    good, *mixed = batch_of(ana, 3)
    GenerationJob.objects.filter(pk=good.pk).update(
        batch=GenerationBatch.objects.create(owner=ana, name="Autumn", blueprint="funnel")
    )

    complete(good)
    assert len(told("email")) == letters[0]
    Delivery.objects.all().delete()
    complete(mixed[0])
    fail(mixed[1])
    assert len(told("email")) == letters[1]


def test_a_batch_that_was_cancelled_is_told_to_programs_alone(ana):
    for job in batch_of(ana, 2):
        cancel_job(job)

    assert (told("email"), told("webhook")) == ([], ["batch.ended"])


def test_a_job_that_is_begun_anew_in_the_same_breath_ends_no_batch(ana):
    job, *_ = batch_of(ana, 1)

    reset_job(job)

    assert told("webhook") == []


def test_what_an_incident_stopped_goes_on_and_so_does_its_batch(ana):
    stopped, other = batch_of(ana, 2)
    stop_by_incident(stopped)

    complete(other)

    assert told("webhook") == ["job.completed"]


@pytest.mark.parametrize("delete", [delete_job, lambda job: delete_funnel(job.funnel)])
def test_a_batch_that_waited_for_a_stopped_job_alone_ends_where_that_is_deleted(ana, delete):
    stopped, other = batch_of(ana, 2)
    stop_by_incident(stopped)
    complete(other)

    delete(stopped)

    assert told("webhook") == ["batch.ended", "job.completed"]


def test_what_ended_before_a_stopped_job_was_deleted_is_told_by_the_letter_of_the_batch(ana):
    first, second = batch_of(ana, 2)
    complete(first)
    complete(second)
    for job in (first, second):
        reset_job(job)
        admit_jobs()
    stop_by_incident(second)
    complete(first)

    delete_job(second)

    assert told("email") == ["batch.ended", "batch.ended"]
    assert Delivery.objects.filter(channel="email").latest("created_at").payload["jobs"]["completed"] == 1


def test_an_ending_that_is_taken_back_ends_no_batch(ana):
    job, *_ = batch_of(ana, 1)

    with transaction.atomic():
        complete(job)
        transaction.set_rollback(True)
    assert told("webhook") == []

    complete(job)
    assert told("webhook") == ["batch.ended", "job.completed"]
