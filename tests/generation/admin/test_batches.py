"""Batches in the admin: listed with how far they are, cancelled and resumed by those who operate."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant
from generation.engine.batches.verbs import cancel_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.jobs import start_job
from generation.models import AuditEntry, GenerationBatch
from tests.support.admin import staff, text_of
from tests.support.batches import make_batch
from tests.support.funnels import make_user, sample
from tests.support.jobs import fail

pytestmark = pytest.mark.django_db

JULY = datetime(2090, 7, 1, tzinfo=UTC)
BATCHES = "/admin/generation/generationbatch/"


@pytest.fixture
def ana():
    return make_user("ana")


def perform(client, action: str, *batches):
    chosen = [str(batch.pk) for batch in batches]
    return client.post(BATCHES, {"action": action, "_selected_action": chosen}, follow=True)


def test_batches_are_listed_with_how_far_their_jobs_are(ana):
    batch = make_batch(ana, name="Spring", jobs=6)
    admit_jobs()
    fail(jobs_of_batch(batch)[0], 1)

    says = text_of(staff("rita", "view_generationbatch").get(BATCHES))

    assert "Spring funnel running 4 running, 1 in line, 1 failed ana" in says


def test_many_batches_are_listed_in_as_many_queries(ana, django_assert_max_num_queries):
    rita = staff("rita", "view_generationbatch")
    for _ in range(12):
        make_batch(ana, jobs=1)

    with django_assert_max_num_queries(15):
        rita.get(BATCHES)


def test_a_batch_shows_its_jobs(ana):
    batch = make_batch(ana, name="Spring")

    says = text_of(
        staff("rita", "view_generationbatch", "view_generationjob").get(f"{BATCHES}{batch.pk}/change/")
    )

    assert "3 in line" in says
    assert "Funnel 1" in says


def test_an_operator_cancels_and_resumes_a_batch(ana):
    olga = staff("olga", "view_generationbatch", "change_generationjob")
    batch = make_batch(ana, name="Spring")

    cancelled = perform(olga, "cancel", batch)
    start_job(jobs_of_batch(batch)[1].funnel)
    resumed = perform(olga, "resume", batch)

    assert "Spring: 3 jobs cancelled." in text_of(cancelled)
    assert "Spring: 2 jobs resumed." in text_of(resumed)
    assert "Spring: Not resumed: Funnel 2. This funnel is being generated already." in text_of(resumed)


def test_jobs_that_refuse_for_one_reason_are_told_in_one_sentence(ana):
    olga = staff("olga", "view_generationbatch", "change_generationjob")
    batch = make_batch(ana, name="Spring", jobs=5)
    cancel_batch(batch)
    for job in jobs_of_batch(batch):
        start_job(job.funnel)

    says = text_of(perform(olga, "resume", batch))

    assert says.count("This funnel is being generated already.") == 1
    assert "Not resumed: Funnel 1, Funnel 2, Funnel 3 and 2 more." in says
    assert "jobs resumed." not in says


def test_one_job_is_one_job_and_none_is_said_to_be_none(ana):
    olga = staff("olga", "view_generationbatch", "change_generationjob")
    batch = make_batch(ana, name="Spring", jobs=1)

    first, second = perform(olga, "cancel", batch), perform(olga, "cancel", batch)

    assert "Spring: 1 job cancelled." in text_of(first)
    assert "Spring: There was nothing left to be cancelled." in text_of(second)
    assert LogEntry.objects.count() == 1


def send(client, owner, /, *items, **fields):
    """Send a file with these items for the owner, as the form does."""
    file = SimpleUploadedFile("spring.json", json.dumps(items).encode())
    sent = {"owner": owner.pk, "blueprint": "funnel", "key": str(uuid4()), "file": file} | fields
    return client.post(f"{BATCHES}add/", sent, follow=True)


def test_who_may_starts_a_batch_for_somebody_once_however_often_it_is_sent(ana):
    rita = staff("rita", "view_generationbatch", "add_generationbatch")
    key = str(uuid4())

    shown, says = text_of(rita.get(f"{BATCHES}add/")), text_of(send(rita, ana, item(), item(), key=key))
    send(rita, ana, item(), item(), key=key)
    otherwise = text_of(send(rita, ana, item(), item(), key=key, priority="low"))

    batch = GenerationBatch.objects.get()
    assert "Start the batch" in shown
    assert "spring: 2 jobs started for ana." in says
    assert (batch.owner, batch.jobs.count()) == (ana, 2)
    assert "spring: This form has started its batch already" in otherwise
    assert "2 jobs started for ana." in LogEntry.objects.get().get_change_message()
    noted = AuditEntry.objects.filter(action="job_started").values_list("actor_name", "through", "data")
    assert list(noted) == [("rita", "admin", {"jobs": 2, "owner": "ana"})]


def test_what_is_wrong_with_a_batch_for_somebody_is_told_row_by_row(ana):
    rita = staff("rita", "view_generationbatch", "add_generationbatch")
    grant(ana, 20 - account_of(ana).balance, note="For a test", by=None)
    inactive = make_user("ben", is_active=False)

    wrong, too_many = send(rita, ana, item(), item(language="tlh")), send(rita, ana, item(), item())

    assert (wrong.status_code, too_many.status_code) == (422, 422)
    assert "1 row needs a change." in text_of(wrong)
    assert "Row 2, language Unsupported language: tlh" in text_of(wrong)
    assert "This takes 28 credits, and its owner has 20." in text_of(too_many)
    assert "Select a valid choice" in text_of(send(rita, inactive, item()))
    assert "Select a valid choice" in text_of(send(rita, ana, item(), owner="abc"))
    assert "Choose a CSV or JSON file first." in text_of(send(rita, ana, file=""))
    assert not GenerationBatch.objects.exists()


def test_a_batch_for_somebody_is_started_for_later_by_the_clock_of_the_admin(ana):
    rita = staff("rita", "view_generationbatch", "add_generationbatch")
    moments = {"scheduled_at": "2090-07-01T14:00", "deadline": "2090-07-02T14:00", "zone": "Asia/Tokyo"}

    shown, says = text_of(rita.get(f"{BATCHES}add/")), text_of(send(rita, ana, item(), **moments))
    past, early = (
        send(rita, ana, item(), **moments | wrong)
        for wrong in ({"scheduled_at": "2020-07-01T14:00"}, {"deadline": "2090-06-01T14:00"})
    )

    job = GenerationBatch.objects.get().jobs.get()
    assert "Start later They join the line then. Times are UTC." in shown
    assert (job.scheduled_at, job.deadline) == (JULY.replace(hour=14), JULY.replace(day=2, hour=14))
    assert "spring: 1 job put off for ana." in says
    assert (past.status_code, early.status_code) == (422, 422)
    assert "This moment has passed." in text_of(past)
    assert "The deadline is before the start." in text_of(early)


def test_who_may_not_add_a_batch_is_not_let_to_the_form(ana):
    olga = staff("olga", "view_generationbatch", "change_generationjob")

    assert send(olga, ana, item()).status_code == 403
    assert "add/" not in olga.get(BATCHES).content.decode()


def item(**fields):
    return sample() | fields


def test_who_may_only_look_is_offered_no_verb(ana):
    batch = make_batch(ana)

    answer = perform(staff("rita", "view_generationbatch"), "cancel", batch)

    assert "cancelled" not in text_of(answer)
    assert set(batch.jobs.values_list("status", flat=True)) == {"queued"}


def test_a_batch_without_jobs_says_so(ana):
    batch = make_batch(ana, jobs=1)
    cancel_batch(batch)
    batch.jobs.all().delete()

    assert "no job on record" in text_of(staff("rita", "view_generationbatch").get(BATCHES))
