"""Batches in the admin: listed with how far they are, cancelled and resumed by those who operate."""

import pytest
from django.contrib.admin.models import LogEntry

from generation.engine.batches.verbs import cancel_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.jobs import start_job
from tests.support.admin import staff, text_of
from tests.support.batches import make_batch
from tests.support.funnels import make_user
from tests.support.jobs import fail

pytestmark = pytest.mark.django_db

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
