"""A person's batches, one of them with its runs, and what is done with all of it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone

from generation.app_settings import (
    GENERATION_ENABLED,
    GENERATION_ENABLED_FOR,
    MAX_CONCURRENT_JOBS_PER_USER,
)
from generation.engine.batches.verbs import cancel_batch, start_batch
from generation.engine.gate.holds import hold_task
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions
from settings_app import store
from tests.support.admin import client_of, staff, text_of
from tests.support.batches import make_batch
from tests.support.batches import row as row_of
from tests.support.funnels import make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import begin, complete, fail, write

LATER = datetime(2090, 7, 1, 12, tzinfo=UTC)


def row(answer, name: str) -> str:
    """Return what the row of that run says."""
    rows = re.findall(r"<tr id=.*?</tr>", answer.content.decode(), re.DOTALL)
    found = [re.sub(r"<[^>]+>", " ", html) for html in rows if f">{name}<" in html]
    return unescape(" ".join(found[0].split()))


def test_who_has_no_batch_is_told_what_one_is(page):
    answer = page.get("/batches/")

    assert "No batches yet" in text_of(answer)
    assert "/batches/new/" in answer.content.decode()


def test_batches_are_listed_with_how_far_they_are(page, ana):
    batch = make_batch(ana, name="Spring")
    make_batch(make_user("ben"), name="Bens")
    admit_jobs()
    write(jobs_of_batch(batch)[0], 1)

    answer = page.get("/batches/")

    assert "Spring Generating 1 of 42" in row(answer, "Spring")
    assert "3 running" in row(answer, "Spring")
    assert "Bens" not in text_of(answer)


def test_a_batch_whose_runs_are_all_put_off_starts_later(page, ana):
    batch = make_batch(ana, jobs=2, name="Spring")
    batch.jobs.update(scheduled_at=timezone.now() + timedelta(days=1))
    assert "Spring Starts later" in row(page.get("/batches/"), "Spring")
    assert "2 put off" in row(page.get("/batches/"), "Spring")

    batch.jobs.filter(pk=batch.jobs.first().pk).update(scheduled_at=None)
    assert "Spring In line" in row(page.get("/batches/"), "Spring")


def test_the_page_of_a_batch_tells_of_each_run(page, ana):
    batch = make_batch(ana, jobs=7)
    admit_jobs()
    first, second, *_ = jobs_of_batch(batch)
    write(first, 1)
    begin(first, 2)
    fail(second, 1)
    last = jobs_of_batch(batch).filter(funnel__name="Funnel 7")
    last.update(scheduled_at=timezone.now() + timedelta(days=1))

    answer = page.get(f"/batches/{batch.pk}/")

    assert row(answer, "Funnel 1") == "Funnel 1 Generating 1 of 14 Writing Lead magnet, part 2"
    assert "Failed 0 of 14 Lead magnet, part 1: The AI service said no." in row(answer, "Funnel 2")
    assert "In line 0 of 14 1st in line" in row(answer, "Funnel 6")
    assert row(answer, "Funnel 7") == "Funnel 7 Starts later 0 of 14 Waits for its time"
    assert "The first run" not in text_of(answer)  # it runs
    assert "4 generating 1 in line 1 put off 1 failed" in text_of(answer)
    assert f"/funnels/{first.funnel_id}/run/?job={first.pk}" in answer.content.decode()
    assert "1 of 98 parts done" in text_of(answer)


def test_a_run_that_ended_as_it_should_has_nothing_to_add(page, ana):
    batch = make_batch(ana, jobs=1)
    cancel_batch(batch)

    assert row(page.get(f"/batches/{batch.pk}/"), "Funnel 1") == "Funnel 1 Cancelled 0 of 14"


def test_a_finished_run_is_read_and_exported_from_its_row(page, ana):
    inputs = {"documents": ["faq"], "project": "Spring"}
    wanted = [row_of(number, inputs=inputs) for number in (1, 2)]
    batch = start_batch(ana, rows=wanted, blueprint="documents")
    admit_jobs()
    first, second = jobs_of_batch(batch)
    complete(first)

    answer = page.get(f"/batches/{batch.pk}/").content.decode()

    for name in ("read", "export"):
        assert f'href="/funnels/{first.funnel_id}/{name}/?kind=documents&amp;subject=Spring"' in answer
        assert f"/funnels/{second.funnel_id}/{name}/" not in answer


def test_the_page_asks_as_many_questions_of_the_database_for_fifty_runs(
    page, ana, django_assert_max_num_queries
):
    batch = make_batch(ana, jobs=60)

    with django_assert_max_num_queries(19):
        answer = page.get(f"/batches/{batch.pk}/")

    assert answer.content.decode().count('<tr id="run-') == 50
    assert "?page=2" in answer.content.decode()


def test_all_is_cancelled_after_a_question_and_resumed_after_another(page, ana):
    batch = make_batch(ana)
    assert "Cancel 3 runs?" in text_of(page.get(f"/batches/{batch.pk}/"))

    cancelled = page.post(f"/batches/{batch.pk}/cancel/", follow=True)
    resumed = page.post(f"/batches/{batch.pk}/resume/", follow=True)

    assert "3 runs cancelled. Finished parts are kept." in text_of(cancelled)
    assert "Resume 3 runs?" in text_of(cancelled)
    assert "Cancel all" not in text_of(cancelled)
    assert "3 runs resumed. Finished parts are kept." in text_of(resumed)


def test_a_second_click_is_harmless(page, ana):
    batch = make_batch(ana)
    page.post(f"/batches/{batch.pk}/cancel/")

    again = page.post(f"/batches/{batch.pk}/cancel/", follow=True)

    assert "There was nothing left to be cancelled." in text_of(again)


def test_runs_that_cannot_be_resumed_are_named_with_the_reason(page, ana):
    batch = make_batch(ana, jobs=6)
    cancel_batch(batch)
    for job in jobs_of_batch(batch)[:5]:
        start_job(job.funnel)

    answer = page.post(f"/batches/{batch.pk}/resume/", follow=True)

    assert "1 run resumed." in text_of(answer)
    assert "Not resumed: Funnel 1, Funnel 2, Funnel 3 and 2 more. This funnel is being" in text_of(answer)


def test_a_batch_whose_runs_were_deleted_is_still_shown(page, ana):
    batch = make_batch(ana, jobs=1, name="Spring")
    cancel_batch(batch)
    delete_job(batch.jobs.get())

    for address in ("/batches/", f"/batches/{batch.pk}/"):
        assert "Cleared away" in text_of(page.get(address))
    assert "no longer on record" in text_of(page.get(f"/batches/{batch.pk}/"))


def test_all_that_is_in_line_is_put_off_and_comes_now(page, ana):
    batch = make_batch(ana, options=StartOptions(deadline=LATER + timedelta(days=2)))
    address = f"/batches/{batch.pk}/later/"
    assert "Start later" in text_of(page.get(f"/batches/{batch.pk}/"))
    assert "This moves the 3 runs that have not begun." in text_of(page.get(address))

    off = page.post(address, {"scheduled_at": "2090-07-01T14:00", "zone": "Europe/Berlin"}, follow=True)
    asked = page.get(address)
    now = page.post(address, {"now": "yes"}, follow=True)
    free = page.post(address, {"no_deadline": "yes"}, follow=True)

    assert "3 runs moved." in text_of(off)
    assert "Change the time" in text_of(off)
    assert "The first run starts 1 Jul 2090, 12:00 UTC" in text_of(off)
    assert "3 are put off, the first to 1 Jul 2090, 12:00 UTC" in text_of(asked)
    assert "3 runs brought forward. Each starts when its turn comes." in text_of(now)
    assert "3 runs left without a deadline." in text_of(free)
    assert "No deadline" not in text_of(page.get(address))


def test_runs_that_cannot_be_moved_are_named_and_what_is_wrong_is_told_where_it_was_written(page, ana):
    batch = make_batch(ana, jobs=2, options=StartOptions(deadline=LATER))
    address = f"/batches/{batch.pk}/later/"

    refused = page.post(address, {"scheduled_at": "2090-08-01T14:00"}, follow=True)
    empty, past = page.post(address), page.post(address, {"scheduled_at": "2020-08-01T14:00"})

    assert "Not moved: Funnel 1, Funnel 2. The deadline is before the start." in text_of(refused)
    assert [answer.status_code for answer in (empty, past)] == [422, 422]
    assert "This moment has passed." in text_of(past)


def test_a_batch_of_which_nothing_is_in_line_leads_to_itself(page, ana):
    batch = make_batch(ana)
    cancel_batch(batch)

    assert page.get(f"/batches/{batch.pk}/later/")["Location"] == f"/batches/{batch.pk}/"
    late = page.post(f"/batches/{batch.pk}/later/", {"now": "yes"}, follow=True)
    assert "only those are put off or moved up" in text_of(late)


def test_a_batch_that_an_incident_keeps_is_on_hold_and_says_why(page, ana):
    batch = make_batch(ana, jobs=7)
    admit_jobs()
    first, second, *others = jobs_of_batch(batch).filter(status="running")
    stop_by_incident(first)
    while_some_run = page.get(f"/batches/{batch.pk}/")
    for job in (second, *others):
        hold_task(job.tasks.first().pk, job.epoch, code="incident", message="Anthropic lets nobody in.")
    all_hold = page.get(f"/batches/{batch.pk}/")
    listed, history = page.get("/batches/"), page.get("/history/")
    elsewhere = text_of(history)
    to_staff = text_of(staff("rita", "view_generationbatch").get("/admin/generation/generationbatch/"))

    assert "4 generating 1 on hold 2 in line" in text_of(while_some_run)
    assert "5 on hold 2 in line" in text_of(all_hold)
    assert "Anthropic lets nobody in." in text_of(all_hold)
    assert row(all_hold, "Funnel 1") == "Funnel 1 On hold 0 of 14 On hold; it goes on by itself"
    assert 'class="button primary" id="resume"' not in all_hold.content.decode()
    assert "On hold" in row(listed, batch.name)
    assert "5 on hold, 2 in line" in elsewhere  # in the corner
    assert "4 on hold , 2 in line" in elsewhere  # in the header, where what has failed is not counted
    assert 'data-dot="retrying"' in history.content.decode()
    assert "5 on hold, 2 in line" in to_staff


def test_a_batch_in_line_says_what_everybody_waits_for(page, ana):
    batch = make_batch(ana, jobs=2)
    assert "Generation is paused" not in text_of(page.get(f"/batches/{batch.pk}/"))

    store.save({GENERATION_ENABLED.key: False}, None)

    assert "Generation is paused by an administrator." in text_of(page.get(f"/batches/{batch.pk}/"))


def test_a_run_without_a_place_says_why_to_whoever_looks(page, ana):
    batch, rita = make_batch(ana, jobs=2), staff("rita")
    address = f"/batches/{batch.pk}/"
    store.save({MAX_CONCURRENT_JOBS_PER_USER.key: 1}, None)
    admit_jobs()
    assert row(page.get(address), "Funnel 2").endswith("Waits until your other runs end")
    assert row(rita.get(address), "Funnel 2").endswith("Waits until its owner's other runs end")

    store.save({GENERATION_ENABLED_FOR.key: "staff"}, None)

    assert row(page.get(address), "Funnel 2").endswith("Waits until generation is switched on for you")
    assert row(rita.get(address), "Funnel 2").endswith("is switched on for its owner")


@pytest.mark.parametrize(
    ("method", "way"), [("get", ""), ("post", "cancel/"), ("post", "resume/"), ("post", "later/")]
)
def test_somebody_elses_batch_is_not_there(ana, method, way):
    batch = make_batch(ana)
    ben = client_of(make_user("ben"))

    assert getattr(ben, method)(f"/batches/{batch.pk}/{way}").status_code == 404
    assert set(batch.jobs.values_list("status", flat=True)) == {"queued"}


def test_staff_look_at_anybodys_batch_and_operators_steer_it(ana):
    batch = make_batch(ana)
    rita, olga = staff("rita"), staff("olga", "change_generationjob")

    seen = rita.get(f"/batches/{batch.pk}/")

    assert "Cancel all" not in text_of(seen)
    assert "/api/events/?owner=all" in seen.content.decode()
    assert rita.post(f"/batches/{batch.pk}/cancel/").status_code == 403
    assert olga.post(f"/batches/{batch.pk}/cancel/").status_code == 302
    assert set(batch.jobs.values_list("status", flat=True)) == {"cancelled"}


def test_the_page_of_a_run_leads_back_to_its_batch(page, ana):
    batch = make_batch(ana, name="Spring", jobs=1)

    answer = page.get(f"/funnels/{jobs_of_batch(batch)[0].funnel_id}/run/")

    assert "Part of Spring" in text_of(answer)
    assert f'href="/batches/{batch.pk}/"' in answer.content.decode()


def test_a_batch_that_nothing_of_could_be_resumed_says_why_instead_of_offering_it(page, ana):
    batch = make_batch(ana, jobs=1)
    cancel_batch(batch)
    assert "Resume all" in text_of(page.get(f"/batches/{batch.pk}/"))
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, None)

    shown = text_of(page.get(f"/batches/{batch.pk}/"))
    theirs = text_of(staff("olga", "change_generationjob").get(f"/batches/{batch.pk}/"))

    assert "Resume all" not in shown + theirs
    assert "Generation is not switched on for you yet." in shown
    assert "Generation is not switched on for its owner." in theirs
