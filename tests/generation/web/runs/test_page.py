"""The run page in each of its states."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from generation.engine.dispatch import admit_jobs
from generation.engine.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.leases import beat
from generation.engine.outcomes import release_task
from generation.models import SILENT_AFTER, Funnel, GenerationJob, GenerationTask, ProcessBeat, Section
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.jobs import begin, fail, start_running, write

pytestmark = pytest.mark.django_db


def html(client: Client, funnel: Funnel, query: str = "") -> str:
    answer = client.get(reverse("run", args=[funnel.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def text(client: Client, funnel: Funnel, query: str = "", *, within: str = "main") -> str:
    """Return what a person reads in the element with this id, or in the whole of it."""
    page = html(client, funnel, query)
    start = page.index(f'id="{within}"')
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index(">", start) + 1 :]).split())


def buttons(client: Client, funnel: Funnel, query: str = "") -> list[str]:
    page = html(client, funnel, query)
    ways = page[page.index('id="run-ways"') : page.index('id="run-card"')]
    return re.findall(r"(?:</svg>|>)\s*([A-Z][\w ()]+)</(?:button|a)>", ways)


def never_started(funnel: Funnel) -> None:
    pass


def forgotten(funnel: Funnel) -> None:
    """Its text is there, and no run is on record."""
    finished(funnel).delete()


def in_line(funnel: Funnel) -> GenerationJob:
    store.save({"max_concurrent_jobs": 1}, changed_by=None)
    start_running(make_funnel(funnel.owner))
    return start_job(funnel)


def running(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    begin(job, 2)
    return job


def failed(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2)
    return job


def cancelled(funnel: Funnel) -> GenerationJob:
    return cancel_job(running(funnel))


def cancelled_unwritten(funnel: Funnel) -> GenerationJob:
    return cancel_job(start_running(funnel))


def cancelled_anew(funnel: Funnel) -> GenerationJob:
    """Nothing of this run is finished; all of the one before is there."""
    return cancel_job(reset_job(finished(funnel)))


def finished(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    for position in range(1, 15):
        write(job, position)
    return job


def resumed(funnel: Funnel) -> GenerationJob:
    job = resume_job(cancelled(funnel))
    admit_jobs()
    return job


STATES = [never_started, in_line, running, failed, cancelled, finished, resumed]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (never_started, ["Generate"]),
        (forgotten, ["Generate", "Read", "Export"]),
        (in_line, ["Cancel run"]),
        (running, ["Read", "Export", "Cancel run"]),
        (failed, ["Resume (13 left)", "Read", "Export", "Start over"]),
        (cancelled, ["Resume (13 left)", "Read", "Export", "Start over"]),
        (cancelled_unwritten, ["Resume (14 left)", "Start over"]),
        (cancelled_anew, ["Resume (14 left)", "Read", "Export", "Start over"]),
        (finished, ["Read", "Export", "Regenerate all"]),
    ],
)
def test_the_header_offers_what_the_state_allows(page, funnel, state, offered):
    state(funnel)

    assert buttons(page, funnel) == offered


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (never_started, "Not started 0 of 14 done"),
        (in_line, "In line 0 of 14 done"),
        (running, "Generating 1 of 14 done"),
        (failed, "Failed 1 of 14 done"),
        (cancelled, "Cancelled 1 of 14 done"),
        (finished, "Ready 14 of 14 done"),
    ],
)
def test_the_card_tells_how_far_the_run_has_come(page, funnel, state, told):
    state(funnel)

    assert text(page, funnel, within="run-state").startswith(told)
    done = re.search(r"(\d+) of", told)[1]
    assert f'aria-valuetext="{done} of 14 parts done"' in html(page, funnel)


@pytest.mark.parametrize(
    ("state", "banner"),
    [
        (
            failed,
            "1 of 14 done. Lead magnet, part 2 stopped after 1 try: The AI service said no. "
            "1 finished part is kept.",
        ),
        (cancelled, "Cancelled. 1 finished part is kept."),
        (finished, "All 14 parts are ready. 70 words in"),
    ],
)
def test_an_end_is_told_with_what_is_kept(page, funnel, state, banner):
    state(funnel)

    assert text(page, funnel, within="run-banners").startswith(banner)


def test_a_run_that_kept_parts_tells_only_its_own_time(page, funnel):
    resumed(funnel)
    job = GenerationJob.objects.get()
    for position in range(2, 15):
        write(job, position)

    assert "70 words; this run wrote 13 parts in 1 s." in text(page, funnel, within="run-banners")


def test_who_waits_in_line_sees_their_place(page, funnel):
    in_line(funnel)

    assert text(page, funnel, within="run-times").startswith("1st in line for")


def test_a_pause_by_staff_is_told(page, funnel):
    store.save({"max_concurrent_jobs": 0}, changed_by=None)
    start_job(funnel)

    assert "paused by an administrator. Your place in line is kept." in text(page, funnel)


def test_a_run_put_off_says_when_it_begins(page, funnel):
    job = start_job(funnel)
    GenerationJob.objects.filter(pk=job.pk).update(
        status="queued", scheduled_at=timezone.now() + timedelta(days=1)
    )

    assert "It begins" in text(page, funnel, within="run-banners")


def test_work_that_was_taken_over_is_told(page, funnel):
    release_task(begin(start_running(funnel), 1), {})

    assert "Picked up again after a restart." in text(page, funnel)


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        (running, "It goes on with the brief it began with."),
        (cancelled, "Resume goes on with the brief it began with; Start over takes the new one."),
        (finished, "Regenerate all writes everything from the new one."),
    ],
)
def test_a_brief_that_changed_since_is_told_with_what_follows(page, funnel, state, advice):
    state(funnel)
    Funnel.objects.update(brief=funnel.brief | {"topic": "Another"})

    assert f"The brief has changed since this run began. {advice}" in text(page, funnel)


def test_nothing_is_promised_before_there_is_ground_for_it(page, funnel):
    job = running(funnel)
    assert "data-left" not in html(page, funnel)

    write_second = GenerationTask.objects.filter(job=job, position=2)
    write_second.update(status="completed", lease_token=None, completed_at=timezone.now())
    assert "data-left" in html(page, funnel)


def test_while_no_worker_answers_the_pause_is_told_and_no_time(page, funnel):
    job = running(funnel)
    second = GenerationTask.objects.filter(job=job, position=2)
    second.update(status="completed", lease_token=None, completed_at=timezone.now())
    seen = timezone.now()
    beat("reconciler@here:1", kind="reconciler", started_at=seen)
    pause = "The writing pauses: no worker answers. Your place and the finished parts are kept."

    assert text(page, funnel, within="run-banners").startswith(pause)
    assert "data-left" not in html(page, funnel)

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


def test_the_part_that_is_written_opens_by_itself(page, funnel):
    running(funnel)

    shown = text(page, funnel, within="panel-head")

    assert shown.startswith("Lead magnet, part 2 Writing")
    assert "Follow live" not in shown


def test_another_part_can_be_chosen_and_the_way_back_is_offered(page, funnel):
    running(funnel)

    shown = html(page, funnel, "?task=lead_magnet_part_1")

    assert text(page, funnel, "?task=lead_magnet_part_1", within="panel-head").startswith(
        "Lead magnet, part 1 Follow live"
    )
    assert re.search(r'id="open-1"[^>]* aria-current="true"', shown)
    assert not re.search(r'id="open-2"[^>]* aria-current', shown)


def test_a_part_there_is_not_is_as_if_none_was_chosen(page, funnel):
    running(funnel)

    assert text(page, funnel, "?task=nonsense", within="panel-head").startswith("Lead magnet, part 2")


def test_between_two_parts_the_next_one_is_shown(page, funnel):
    write(start_running(funnel), 1)

    assert text(page, funnel, within="panel-head").startswith("Lead magnet, part 2")


def test_a_finished_part_leads_to_its_text_while_others_run(page, funnel):
    running(funnel)

    shown = html(page, funnel)

    assert f'href="/funnels/{funnel.pk}/read/?part=lead_magnet_part_1"' in shown
    assert "read/?part=lead_magnet_part_2" not in shown


def test_writing_everything_anew_is_counted(page, funnel):
    job = finished(funnel)
    reset_job(job)
    admit_jobs()

    assert "Written anew 1 time." in text(page, funnel, within="run-says")


def test_sections_that_keep_a_persons_text_are_named_before_all_is_written_anew(page, funnel):
    finished(funnel)
    Section.objects.filter(task_key="all_emails").update(edited=True, title="Email 1")

    question = text(page, funnel, within="ask-reset")

    assert question.startswith("Write everything anew?")
    assert "This section keeps your text; the new one is offered beside it: Email 1" in question


def test_a_brief_that_lacks_something_is_to_be_finished_first(page, ana):
    draft = Funnel.objects.create(owner=ana, name="Keto", brief={"topic": "Keto"}, draft=True)

    assert buttons(page, draft) == ["Finish the brief"]


def test_an_earlier_run_is_shown_as_it_was_and_cannot_be_changed(page, funnel):
    earlier = failed(funnel)
    cancel_job(start_running(funnel))  # while one is open nothing of the earlier could be done anyway

    shown = html(page, funnel, f"?job={earlier.pk}")

    assert "This is an earlier run" in shown
    assert "Stopped after 1 try" in shown
    assert "Resume" not in shown
    assert "retry/" not in shown
    assert f"?job={earlier.pk}&amp;task=lead_magnet_part_1" in shown


@pytest.mark.parametrize("job", ["nonsense", "", "00000000-0000-4000-8000-000000000000"])
def test_a_run_there_is_not_is_404(page, funnel, job):
    assert page.get(reverse("run", args=[funnel.pk]), {"job": job}).status_code == 404


def test_a_run_of_another_funnel_is_404(page, funnel, ana):
    other = start_running(make_funnel(ana))

    assert page.get(reverse("run", args=[funnel.pk]), {"job": other.pk}).status_code == 404


def test_the_address_of_a_funnel_leads_to_its_run(page, stranger, funnel):
    assert page.get(reverse("funnel", args=[funnel.pk])).headers["Location"] == f"/funnels/{funnel.pk}/run/"
    assert stranger.get(reverse("funnel", args=[funnel.pk])).status_code == 404


def test_somebody_elses_run_does_not_exist_except_for_staff(stranger, staff, funnel):
    running(funnel)
    address = reverse("run", args=[funnel.pk])

    assert stranger.get(address).status_code == 404
    assert staff.get(address).status_code == 200
    assert buttons(staff, funnel) == ["Read", "Export"]


@pytest.mark.parametrize("state", STATES)
def test_the_same_state_reads_the_same_each_time(page, funnel, state):
    state(funnel)

    assert comparable(html(page, funnel)) == comparable(html(page, funnel))


def comparable(page: str) -> str:
    """The page without the forms' tokens, which stand outside of all that is compared."""
    main = page[page.index('<main id="main"') : page.index('id="act"')]
    assert "csrfmiddlewaretoken" not in main
    return main


def test_without_a_script_the_page_comes_again_by_itself_while_something_runs(page, funnel):
    running(funnel)
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in html(page, funnel)

    cancel_job(GenerationJob.objects.get())
    assert 'http-equiv="refresh"' not in html(page, funnel)


@pytest.mark.parametrize("state", STATES)
def test_it_takes_few_queries_however_much_there_is(page, funnel, state, queries_of):
    state(funnel)
    few = queries_of(lambda: html(page, funnel))

    GenerationTask.objects.update(round=3)
    make_funnel(funnel.owner)
    assert queries_of(lambda: html(page, funnel)) == few
    assert few <= 26


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count
