"""Every run of a person."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job
from generation.engine.verbs.rework import regenerate_task
from generation.models import GenerationJob, TaskAttempt
from tests.support import job_states
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import ALL_PARTS
from tests.support.jobs import fail, start_running, task_at, write
from tests.support.kinds import start_launch

pytestmark = pytest.mark.django_db


def rows(client, query: str = "") -> list[str]:
    page = client.get(reverse("history") + query).content.decode()
    found = re.findall(r'<tr id="run-.*?</tr>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in found]


def test_who_has_generated_nothing_is_told_so(page):
    answer = page.get(reverse("history")).content.decode()

    assert "Nothing was generated yet" in answer


def test_a_run_tells_what_it_took(page, funnel):
    job = start_running(funnel)
    write(job, 1)
    write(job, 2)
    fail(job, 3)

    (row,) = rows(page)

    assert row.startswith("Focus Funnel Sales funnel. Generated Failed")
    assert "2 of 14" in row
    assert row.endswith("10 3 less than $0.01")  # words, tries, and what two calls of a tenth of a cent cost


def test_a_run_of_another_kind_says_its_kind_once(page, funnel):
    start_launch(funnel)

    (row,) = rows(page)

    assert row.startswith("Focus Funnel / Launch: Spring event Generated Generating")


def test_the_history_of_one_funnel_or_kind_leaves_the_others_out(page, ana, funnel):
    start_launch(funnel)
    cancel_job(start_running(funnel))
    start_launch(make_funnel(ana, name="Another"))

    shown = page.get(reverse("history"), {"funnel": funnel.pk, "kind": "launch"}).content.decode()

    assert "Runs of Focus Funnel: Launch." in " ".join(re.sub(r"<[^>]*>", "", shown).split())
    assert [row.partition(" Generated")[0] for row in rows(page, f"?funnel={funnel.pk}&kind=launch")] == [
        "Focus Funnel / Launch: Spring event"
    ]
    assert len(rows(page, f"?funnel={funnel.pk}")) == 2
    assert len(rows(page, "?kind=launch")) == 2
    assert len(rows(page, "?kind=&funnel=")) == 3


def test_a_funnel_without_runs_of_that_kind_leads_to_all_runs(page, funnel):
    start_running(funnel)

    shown = page.get(reverse("history"), {"funnel": funnel.pk, "kind": "page"}).content.decode()

    assert "No such run" in shown
    assert f'<a href="{reverse("history")}">All runs</a>' in shown


@pytest.mark.parametrize("asked", ["kind=novel", "funnel=12", "funnel=5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11"])
def test_a_funnel_or_kind_there_is_not_has_no_history(page, asked):
    assert page.get(f"{reverse('history')}?{asked}").status_code == 404


def test_the_history_of_a_funnel_is_for_its_owner_and_staff(page, staff, funnel):
    start_running(funnel)
    of_ben = make_funnel(make_user("ben"), name="Of Ben")

    assert page.get(reverse("history"), {"funnel": of_ben.pk}).status_code == 404
    assert len(rows(staff, f"?funnel={funnel.pk}")) == 1


def test_a_run_in_line_has_not_begun_and_takes_no_time_yet(page, funnel):
    job_states.in_line(funnel)

    assert "Asked for" in page.get(reverse("history")).content.decode()
    assert rows(page)[0].endswith("UTC 0 of 14 \u2013 \u2013 0 \u2013")


def test_a_run_tells_how_often_it_was_taken_up_again(page, funnel):
    job = resume_job(job_states.failed(funnel))
    admit_jobs()
    for position in range(2, ALL_PARTS + 1):
        write(job, position)
    for position in (1, 1, 3):
        regenerate_task(task_at(job, position))
        admit_jobs()
        write(job, position)
    reset_job(job)

    (row,) = rows(page)

    assert "Generated, resumed 1 time, all regenerated 1 time, 2 parts regenerated" in row


@pytest.mark.parametrize(("provider", "cost"), [("demo", "free"), ("anthropic", "\u2013")])
def test_what_has_no_price_is_free_with_the_demo_writer_alone(page, funnel, provider, cost):
    write(start_running(funnel), 1)
    TaskAttempt.objects.update(cost_micro_usd=0, provider=provider)

    assert rows(page)[0].endswith(f"5 1 {cost}")


def test_the_latest_run_stands_first_and_each_leads_to_itself(page, funnel):
    first = cancel_job(start_running(funnel))
    second = start_running(funnel)

    page_shown = page.get(reverse("history")).content.decode()

    assert page_shown.index(f"?job={second.pk}") < page_shown.index(f"?job={first.pk}")
    assert page.get(reverse("run", args=[funnel.pk]), {"job": first.pk}).status_code == 200


def test_others_runs_are_theirs(page, staff, funnel):
    start_running(make_funnel(make_user("ben"), name="Of Ben"))
    start_running(funnel)

    assert len(rows(page)) == 1
    assert rows(staff) == []


def test_there_are_twenty_five_to_a_page(page, funnel):
    for _ in range(26):
        cancel_job(start_running(funnel))

    assert len(rows(page)) == 25
    assert len(rows(page, "?page=2")) == 1
    assert len(rows(page, "?page=99")) == 1
    assert len(rows(page, "?page=nonsense")) == 25


def test_many_runs_take_no_more_queries_than_one(page, funnel):
    cancel_job(start_running(funnel))
    with CaptureQueriesContext(connection) as one:
        rows(page)
    for _ in range(5):
        cancel_job(start_running(funnel))

    with CaptureQueriesContext(connection) as many:
        rows(page)

    assert len(many) == len(one)
    assert GenerationJob.objects.count() == 6
