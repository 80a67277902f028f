"""The queue page: what runs and what waits, in the order of its turns, and what staff may do about it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.app_settings import (
    GENERATION_ENABLED,
    GENERATION_ENABLED_FOR,
    MAX_CONCURRENT_JOBS,
    MAX_CONCURRENT_JOBS_PER_USER,
    PRIORITY_BOOST,
)
from generation.engine.line.order import jobs_in_line
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import StartOptions, start_job
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store
from tests.support.admin import client_of, make_beat, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, fail, start_running

pytestmark = pytest.mark.django_db

QUEUE = "/queue/"


def queued(owner, name: str, **options) -> GenerationJob:
    return start_job(make_funnel(owner, name=name), options=StartOptions(**options))


def names(client: Client, query: str = "") -> list[str]:
    return [row.job.funnel.name for row in client.get(QUEUE + query).context["rows"]]


def test_an_empty_queue_says_so(rita):
    page = text_of(rita.get(QUEUE))

    assert "The queue is empty" in page
    assert "nobody waits" in page


def test_numbers_say_who_waits_runs_and_works(rita):
    ana = make_user()
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    begin(start_running(make_funnel(ana)), 1)
    queued(ana, "A", priority=Priority.HIGH)
    queued(ana, "B")
    make_beat("worker@test", holding=3)

    page = text_of(rita.get(QUEUE))

    assert "In line 2 1 high, 1 normal, 0 low" in page
    assert "Running 1 of 1" in page
    assert "Workers 1 online" in page
    assert "worker@test 1 task" in page


def test_silence_is_said_aloud(rita):
    make_beat("worker@gone", seconds_ago=120)

    page = text_of(rita.get(QUEUE))

    assert "No worker has given a sign of life for some time; the last came at" in page
    assert "No reconciler has given a sign of life yet." in page
    assert "None is online." in page
    for kind in ("worker", "reconciler"):
        assert f"Start one by the line {kind} of the Procfile." in page
        assert f"\n{kind}: " in Path("Procfile").read_text(encoding="utf-8")


def test_who_lives_is_not_said_to_be_silent(rita):
    make_beat("worker@one")
    make_beat("reconciler@one", kind="reconciler")

    assert "sign of life for" not in text_of(rita.get(QUEUE))
    assert rita.get(QUEUE).context["silent"] == {}


def test_rows_come_in_the_order_of_their_turns(rita):
    ana, ben = make_user("ana"), make_user("ben")
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    start_running(make_funnel(ana, name="Runs"))
    queued(ana, "Later", scheduled_at=timezone.now() + timedelta(hours=1))
    queued(ana, "Low", priority=Priority.LOW)
    queued(ben, "Normal")
    queued(ana, "High", priority=Priority.HIGH)

    assert names(rita) == ["Runs", "High", "Normal", "Low", "Later"]


def test_rows_say_what_happens_and_which_try_it_is(rita):
    writes, waits = start_running(make_funnel(make_user("ana"))), start_running(make_funnel(make_user("ben")))
    begin(writes, 1)
    fail(waits, 1, retryable=True)

    first, second = rita.get(QUEUE).context["rows"]

    assert (first.word.word, first.doing, first.tries) == (
        "Generating",
        "Writing Lead magnet, part 1",
        "1 of 7",
    )
    assert (second.word.word, second.tries) == ("Retrying", "2 of 7")
    assert second.retry_at


def test_rows_in_line_say_where_or_why_not(rita):
    ana = make_user()
    store.save({MAX_CONCURRENT_JOBS.key: 1, MAX_CONCURRENT_JOBS_PER_USER.key: 1}, None)
    start_running(make_funnel(ana))
    queued(make_user("ben"), "First")
    queued(ana, "Too many")
    queued(make_user("cleo"), "Later", scheduled_at=timezone.now() + timedelta(hours=1))

    answer = rita.get(QUEUE)
    rows = answer.context["rows"]

    assert "In line 2 0 high, 2 normal, 0 low; 1 put off" in text_of(answer)
    assert {row.job.funnel.name: (row.word.word, row.doing) for row in rows[1:]} == {
        "First": ("In line", "1st in line"),
        "Too many": ("In line", "Waits until its owner's other runs end"),
        "Later": ("Starts later", "Waits for its time"),
    }


def test_rows_in_line_count_from_when_they_came_in_line(rita):
    queued(make_user("ana"), "Later", scheduled_at=(ahead := timezone.now() + timedelta(hours=1)))
    queued(make_user("ben"), "Came", scheduled_at=ahead)
    came = timezone.now()
    GenerationJob.objects.update(queued_at=came - timedelta(days=3))
    GenerationJob.objects.filter(funnel__name="Came").update(scheduled_at=came)

    rows = {row.job.funnel.name: (row.since, row.scheduled_at) for row in rita.get(QUEUE).context["rows"]}

    assert rows == {"Came": (came, None), "Later": (None, ahead)}


def test_filters_narrow_by_status_and_user(rita):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    start_running(make_funnel(make_user("ana"), name="Runs"))
    queued(make_user("ben"), "Waits")

    assert names(rita, "?status=running") == ["Runs"]
    assert names(rita, "?status=queued") == ["Waits"]
    assert names(rita, "?user=BE") == ["Waits"]
    assert names(rita, "?status=completed") == ["Runs", "Waits"]
    assert "No open run matches" in text_of(rita.get(f"{QUEUE}?user=nobody"))
    assert "No open run matches" in text_of(rita.get(f"{QUEUE}?user=%00nobody"))


def test_a_page_is_cut_from_the_whole_line_in_its_order(rita, monkeypatch):
    monkeypatch.setattr("generation.web.staff.queue._A_PAGE", 3)
    store.save({MAX_CONCURRENT_JOBS.key: 2}, None)
    for number in range(7):
        queued(make_user(f"user{number}"), f"F{number}", priority=list(Priority)[number % 3])
    queued(make_user("late"), "Later", scheduled_at=timezone.now() + timedelta(hours=1))
    admit_jobs()
    running = GenerationJob.objects.filter(status="running").order_by("started_at")
    line = [GenerationJob.objects.get(pk=pk) for pk in jobs_in_line(store.read_all())]
    whole = [*(job.funnel.name for job in [*running, *line]), "Later"]

    pages = [names(rita, f"?page={number}") for number in (1, 2, 3)]

    assert len(whole) == 8
    assert [name for page in pages for name in page] == whole
    assert "Page 2 of 3 After these" in text_of(rita.get(f"{QUEUE}?page=2&user="))
    assert names(rita, "?page=99") == names(rita, "?page=3")
    assert names(rita, "?page=x") == names(rita, "?page=-1") == pages[0]
    assert names(rita, "?status=queued&page=2") == whole[5:]
    assert names(rita, "?user=E_") == []


def test_a_full_page_is_light(olga):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    empty = len(olga.get(QUEUE).content)
    for number in range(10):
        queued(make_user(f"user{number}"), f"Focus Funnel {number}")

    assert (len(olga.get(QUEUE).content) - empty) / 10 < 1800


def test_the_page_asks_no_more_of_the_database_for_more_rows(olga):
    start_running(make_funnel(make_user()))
    queued(make_user("ben"), "F")
    olga.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        assert len(names(olga)) == 2
    for number in range(10):
        queued(make_user(f"user{number}"), f"F{number}")

    with CaptureQueriesContext(connection) as many:
        assert len(names(olga)) == 12

    assert len(many) == len(few)


def test_priorities_are_raised_and_lowered(olga):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    job = queued(make_user(), "Focus Funnel")

    answer = olga.post(f"{QUEUE}{job.pk}/priority/?user=ana", {"priority": "high"}, follow=True)

    assert answer.redirect_chain == [(f"{QUEUE}?user=ana", 302)]
    assert "Focus Funnel has high priority now." in text_of(answer)
    (row,) = answer.context["rows"]
    assert (row.job.priority, row.raised, row.lowered) == ("high", "", "normal")


def test_a_word_that_is_no_priority_changes_nothing(olga):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    job = queued(make_user(), "Focus Funnel")

    answer = olga.post(f"{QUEUE}{job.pk}/priority/", {"priority": "urgent"}, follow=True)

    assert "Choose high, normal or low." in text_of(answer)
    job.refresh_from_db()
    assert job.priority == "normal"


def test_a_job_that_runs_meanwhile_keeps_its_priority(olga):
    job = start_running(make_funnel())

    answer = olga.post(f"{QUEUE}{job.pk}/priority/", {"priority": "high"}, follow=True)

    assert "only jobs in line have a priority" in text_of(answer)


def test_a_run_is_cancelled_and_what_it_finished_is_kept(olga):
    job = start_running(make_funnel(name="Focus Funnel"))

    question = olga.get(f"{QUEUE}{job.pk}/cancel/?status=running")
    answer = olga.post(f"{QUEUE}{job.pk}/cancel/?status=running", follow=True)

    assert "Cancel Focus Funnel? It is ana's." in text_of(question)
    assert f'<a class="button" href="{QUEUE}?status=running">Let it be</a>' in question.content.decode()
    assert answer.redirect_chain == [(f"{QUEUE}?status=running", 302)]
    assert "Focus Funnel is cancelled. Finished parts are kept." in text_of(answer)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert "there is nothing to cancel" in text_of(olga.post(f"{QUEUE}{job.pk}/cancel/", follow=True))


def test_the_way_to_cancel_keeps_the_filters_and_shows_no_token(olga):
    job = start_running(make_funnel())

    page = olga.get(f"{QUEUE}?status=running").content.decode()

    assert f'href="{QUEUE}{job.pk}/cancel/?status=running" data-cancel' in page
    assert 'formmethod="get"' not in page


def test_staff_without_the_permission_look_and_change_nothing(rita):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    job = queued(make_user(), "Focus Funnel")

    (row,) = rita.get(QUEUE).context["rows"]

    assert (row.raised, row.lowered, row.may_cancel) == ("", "", False)
    assert rita.post(f"{QUEUE}{job.pk}/priority/", {"priority": "high"}).status_code == 403
    assert rita.post(f"{QUEUE}{job.pk}/cancel/").status_code == 403
    job.refresh_from_db()
    assert (job.priority, job.status) == ("normal", "queued")


def test_staff_raise_their_own_only_while_users_may():
    store.save({MAX_CONCURRENT_JOBS.key: 0, PRIORITY_BOOST.key: False}, None)
    sam = make_user("sam", is_staff=True)
    job = queued(sam, "Own")
    address = f"{QUEUE}{job.pk}/priority/"

    assert client_of(sam).post(address, {"priority": "high"}).status_code == 403
    store.save({PRIORITY_BOOST.key: True}, None)
    assert client_of(sam).post(address, {"priority": "high"}).status_code == 302


def test_the_stream_is_everybodys(rita):
    assert 'data-stream="/api/events/?owner=all"' in rita.get(QUEUE).content.decode()


def test_a_row_reads_the_same_each_time_it_is_served(olga):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    queued(make_user(), "Focus Funnel")

    first, second = (olga.get(QUEUE).content.decode() for _ in range(2))

    rows = [page[page.index("<tbody") : page.index("</tbody>")] for page in (first, second)]
    assert rows[0] == rows[1]
    assert "csrf" not in rows[0]


def test_flower_is_linked_where_it_can_be_reached(rita, monkeypatch):
    assert "Flower" not in text_of(rita.get(QUEUE))

    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, embedded_redis=True, flower_port=5599))

    assert 'href="http://localhost:5599/"' in rita.get(QUEUE).content.decode()


def test_what_keeps_the_whole_line_waiting_is_said_above_it(rita):
    waits = queued(make_user("ana"), "A")
    store.save({GENERATION_ENABLED.key: False}, None)

    page = rita.get(QUEUE)

    assert "Generation is switched off: nothing begins. What runs goes on." in text_of(page)
    (row,) = page.context["rows"]
    assert row.job == waits
    assert row.doing == "1st in line"


def test_who_generation_is_not_on_for_is_told_apart_in_line(rita):
    queued(make_user("ana"), "A")
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, None)

    (row,) = rita.get(QUEUE).context["rows"]

    assert row.doing.startswith("Generation is not switched on for its owner.")
