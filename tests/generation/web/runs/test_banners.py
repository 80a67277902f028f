"""What the run page says above all else, and what it promises."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED_FOR
from generation.engine.mending.expiry import expire_jobs
from generation.engine.mending.stopped import resume_stopped_jobs
from generation.engine.running.beats import beat
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import release_task
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job, reset_job, start_job
from generation.models import SILENT_AFTER, Funnel, GenerationJob, ProcessBeat
from settings_app import store
from tests.support.incidents import end, hold_by_incident, stop_by_incident
from tests.support.job_states import (
    ALL_PARTS,
    cancelled,
    cancelled_anew,
    cancelled_unwritten,
    failed,
    finished,
    resumed,
    running,
)
from tests.support.jobs import begin, fail, start_running, write
from tests.support.run_html import buttons, html, text

pytestmark = pytest.mark.django_db


def off_the_record(funnel: Funnel) -> None:
    delete_job(finished(funnel))


def cancelled_while_anew(funnel: Funnel) -> None:
    job = reset_job(finished(funnel))
    admit_jobs()
    write(job, 1)
    cancel_job(job)


def two_done(funnel: Funnel) -> GenerationJob:
    """Enough for a promise when it will be done."""
    job = start_running(funnel)
    write(job, 1)
    write(job, 2)
    begin(job, 3)
    return job


@pytest.mark.parametrize(
    ("bring", "banner"),
    [
        (
            failed,
            "Lead magnet, part 2 stopped after 1 try: The AI service said no. 1 finished part is kept.",
        ),
        (cancelled, "Cancelled. 1 finished part is kept."),
        (cancelled_unwritten, "Cancelled. Nothing was finished yet."),
        (cancelled_anew, "Cancelled. The earlier text of 14 parts is kept."),
        (
            cancelled_while_anew,
            "Cancelled. 1 finished part is kept, and so is the earlier text of 13 others.",
        ),
        (
            off_the_record,
            "The run that wrote this is no longer on record. Its text is kept: 14 parts, 70 words.",
        ),
        (finished, "All 14 parts are ready. 70 words in"),
    ],
)
def test_an_end_is_told_with_what_is_kept(page, funnel, bring, banner):
    bring(funnel)

    assert text(page, funnel, within="run-banners").startswith(banner)


def test_an_earlier_run_is_not_said_to_keep_what_a_later_one_wrote(page, funnel):
    earlier = cancelled_unwritten(funnel)
    write(start_running(funnel), 1)

    told = text(page, funnel, f"?job={earlier.pk}", within="run-banners")

    assert told.startswith("Cancelled. Nothing was finished yet.")


@pytest.mark.parametrize(("query", "count"), [("", 0), ("?task=lead_magnet_part_1", 1)])
def test_a_failure_offers_what_can_be_done_where_its_part_is_not_shown(page, funnel, query, count):
    failed(funnel)

    shown = html(page, funnel, query)

    assert shown.count('id="try-again-from-banner"') == shown.count('id="show-details"') == count
    assert len(re.findall(r'id="try-again', shown)) == 1


def test_a_run_that_an_incident_stopped_goes_on_by_itself_and_can_be_resumed_all_the_same(page, funnel):
    job = start_running(funnel)
    write(job, 1)
    stop_by_incident(job, 2)

    told = text(page, funnel, within="banner-stopped")

    assert told.startswith(
        "The AI service refused the request (401). 1 finished part is kept. Nothing is to be done here: "
        "the run is resumed by itself once that is mended."
    )
    assert "On hold" in text(page, funnel)
    assert "Resume (13 left)" in buttons(page, funnel)
    header = html(page, funnel).partition('id="run-ways"')[2].partition("</div>")[0]
    assert "primary" not in header, "Nothing is to be done, so nothing stands out."


def test_a_run_that_was_not_resumed_after_an_incident_says_why_and_what_to_do(page, funnel):
    job = start_running(funnel)
    write(job, 1)
    incident = stop_by_incident(job, 2)
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, changed_by=None)
    end(incident)
    resume_stopped_jobs()
    while_closed = text(page, funnel, within="run-banners")

    store.save({GENERATION_ENABLED_FOR.key: "everyone"}, changed_by=None)

    told = (
        "Lead magnet, part 2 stopped after 1 try: The AI service refused the request (401). It was not "
        "resumed by itself: Generation is not switched on for you yet. Ask an administrator. 1 finished part "
        "is kept."
    )
    advice = "Resume it; if it stops again, tell an administrator."
    assert told in while_closed
    assert advice not in while_closed
    assert text(page, funnel, within="run-banners").startswith(f"{told} {advice}")
    assert advice in text(page, funnel, "?task=lead_magnet_part_2", within="panel-trouble")
    card = re.search(r'<span class="cause">(.*?)</span>', page.get(reverse("dashboard")).content.decode())
    assert card[1].startswith("It was not resumed by itself: Generation is not switched on for you yet.")


def test_a_run_that_an_incident_holds_says_so(page, funnel):
    job = start_running(funnel)
    hold_by_incident(job)

    assert "The AI service refuses our key." in text(page, funnel, within="banner-hold")


def test_a_run_that_took_too_long_says_what_goes_on(page, funnel):
    job = running(funnel)
    store.save({"job_timeout_minutes": 1}, changed_by=None)
    GenerationJob.objects.filter(pk=job.pk).update(started_at=timezone.now() - timedelta(minutes=2))
    expire_jobs()

    told = text(page, funnel, within="run-banners")

    assert "1 finished part is kept. Resume goes on where it stopped." in told


def test_a_run_that_kept_parts_tells_only_its_own_time(page, funnel):
    job = resumed(funnel)
    for position in range(2, ALL_PARTS + 1):
        write(job, position)
    GenerationJob.objects.filter(pk=job.pk).update(completed_at=F("started_at") + timedelta(seconds=1))

    assert "70 words; this run wrote 13 parts in 1 s." in text(page, funnel, within="run-banners")


def test_a_pause_by_staff_is_told(page, funnel):
    store.save({"max_concurrent_jobs": 0}, changed_by=None)
    start_job(funnel)

    assert "paused by an administrator. Your place in line is kept." in text(page, funnel)


def test_a_run_put_off_says_when_it_begins(page, funnel):
    job = start_job(funnel)
    GenerationJob.objects.filter(pk=job.pk).update(scheduled_at=timezone.now() + timedelta(days=1))

    assert "Starts on" in text(page, funnel, within="run-banners")
    assert "It begins at its time, in this order of parts." in text(page, funnel)


def test_work_that_was_taken_over_is_told(page, funnel):
    release_task(begin(start_running(funnel), 1), {})

    assert "Picked up again after a restart." in text(page, funnel)


@pytest.mark.parametrize(
    ("bring", "advice"),
    [
        (running, "It goes on with the brief it began with."),
        (cancelled, "Resume goes on with the brief it began with; Start over takes the new one."),
        (finished, "Regenerate all writes everything from the new one."),
    ],
)
def test_a_brief_that_changed_since_is_told_with_what_follows(page, funnel, bring, advice):
    bring(funnel)
    Funnel.objects.update(brief=funnel.brief | {"topic": "Another"})

    assert f"The brief has changed since this run began. {advice}" in text(page, funnel)


def test_nothing_is_promised_before_there_is_ground_for_it(page, funnel):
    running(funnel)
    assert "data-left" not in html(page, funnel)


def test_while_no_worker_answers_the_pause_is_told_and_no_time(page, funnel):
    job = two_done(funnel)
    seen = timezone.now()
    beat("reconciler@here:1", kind="reconciler", started_at=seen)
    pause = "The writing pauses: no worker answers. Your place and the finished parts are kept."

    assert text(page, funnel, within="run-banners").startswith(pause)
    assert "data-left" not in html(page, funnel)
    assert "goes on without it" not in text(page, funnel, within="run-says")

    beat("worker@here:1", kind="worker", started_at=seen)
    assert pause not in text(page, funnel)
    assert "data-left" in html(page, funnel)

    ProcessBeat.objects.filter(kind="worker").update(at=seen - SILENT_AFTER)
    assert pause in text(page, funnel)

    cancel_job(job)
    assert pause not in text(page, funnel)


def test_while_only_retries_remain_no_time_is_told(page, funnel):
    job = start_running(funnel)
    for position in (1, 2):
        write(job, position)
    fail(job, 3, retryable=True)

    shown = html(page, funnel)

    assert "data-left" not in shown
    assert "waiting to retry" in shown
    assert text(page, funnel, within="run-state").startswith("Retrying")
