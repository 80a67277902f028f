"""The frame of a page by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob
from settings_app import store
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel
from tests.support.jobs import fail, start_running
from tests.support.rows_read import counted_rows

pytestmark = pytest.mark.django_db


def frame_of(browser: Client, page: str):
    return browser.get(reverse("frame_pieces"), {"page": page})


def test_it_is_what_stands_around_the_page(browser, ana):
    job = start_running(make_funnel(ana))

    around = frame_of(browser, reverse("account")).content.decode()

    assert f'data-user="{ana.pk}"' in around
    assert f'id="tracker-{job.pk}"' in around
    assert "1 running" in around
    assert 'id="signals"' in around


def test_around_the_page_of_a_run_others_are_followed(browser, ana):
    job, other = start_running(make_funnel(ana)), start_running(make_funnel(ana))

    around = frame_of(browser, reverse("run", args=[job.funnel_id])).content.decode()

    assert f'id="tracker-{job.pk}"' not in around
    assert f'id="tracker-{other.pk}"' in around


def test_it_is_the_same_as_in_the_page(browser, ana):
    start_running(make_funnel(ana))
    page = browser.get(reverse("account")).content.decode()

    around = frame_of(browser, reverse("account")).content.decode()

    for piece in ("activity", "signals"):
        assert part_of(page, piece) == part_of(around, piece)


def test_many_runs_cost_as_few_queries_as_one(browser, ana):
    store.save({MAX_CONCURRENT_JOBS.key: 2}, changed_by=None)
    fail(start_running(make_funnel(ana)), 1)
    start_running(make_funnel(ana))
    with CaptureQueriesContext(connection) as few:
        frame_of(browser, reverse("account"))
    for _ in range(4):
        start_job(make_funnel(ana))
    admit_jobs()

    with CaptureQueriesContext(connection) as many:
        frame_of(browser, reverse("account"))

    in_line = 2  # the settings, and the places
    assert len(many) <= len(few) + in_line <= 9, "\n".join(query["sql"] for query in many)


@pytest.mark.parametrize("status", ["running", "queued", "failed", "completed"])
def test_a_batch_of_many_costs_as_few_rows_as_one_of_few(browser, ana, status):
    ended_at = timezone.now() - timedelta(minutes=1) if status in ("failed", "completed") else None
    read = []
    for jobs in (4, 9):
        batch = make_batch(ana, jobs=jobs)
        GenerationJob.objects.filter(batch=batch).update(status=status, completed_at=ended_at)
        with counted_rows() as rows:
            around = frame_of(browser, reverse("account")).content.decode()
        read.append(rows)

    assert around.count('class="tracker-entry') == 2 or status == "completed"  # whose batch is not told yet
    assert read[0] == read[1]


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/"])
def test_around_no_page_there_is_nothing(browser, page):
    assert frame_of(browser, page).status_code == 400


def test_around_an_error_page_all_runs_are_followed(browser, ana):
    job = start_running(make_funnel(ana))

    around = frame_of(browser, "/nowhere/").content.decode()

    assert f'id="tracker-{job.pk}"' in around


def test_nobody_looks_who_is_not_signed_in():
    assert frame_of(Client(), "/account/").status_code == 302


def part_of(html: str, piece: str) -> str:
    return html.partition(f'id="{piece}"')[2].partition("</div>")[0]
