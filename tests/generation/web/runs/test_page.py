"""The run page as a whole: which run and part it shows, to whom, and at what cost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import Funnel, GenerationTask
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import cancelled, failed, finished, in_line, resumed, running
from tests.support.jobs import start_running, write
from tests.support.run_html import buttons, html, text

pytestmark = pytest.mark.django_db


def never_started(funnel: Funnel) -> None:
    pass


STATES = [never_started, in_line, running, failed, cancelled, finished, resumed]


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
    assert buttons(staff, funnel) == ("Read", "Export")


def test_without_a_script_the_page_comes_again_by_itself_while_something_runs(page, funnel):
    job = running(funnel)
    shown = html(page, funnel)
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in shown
    as_of = re.search(r"<noscript><p [^>]*>As of \d\d:\d\d:\d\d UTC. (.*?)</p>", shown)[1]
    assert as_of.startswith("The page looks again every 10 seconds.")
    assert f'<a href="/funnels/{funnel.pk}/run/">Look again</a>' in as_of

    cancel_job(job)
    assert 'http-equiv="refresh"' not in html(page, funnel)
    assert "looks again every" not in html(page, funnel)


@pytest.mark.parametrize("bring", STATES)
def test_the_same_state_reads_the_same_each_time_in_few_queries(page, funnel, bring, queries_of):
    bring(funnel)
    shown = comparable(html(page, funnel))
    few = queries_of(lambda: html(page, funnel))

    assert comparable(html(page, funnel)) == shown
    GenerationTask.objects.update(round=3)
    make_funnel(funnel.owner)
    assert queries_of(lambda: html(page, funnel)) == few
    assert few <= 26


def comparable(page: str) -> str:
    """The page without the forms' tokens, which stand outside of all that is compared."""
    main = page[page.index('<main id="main"') : page.index('id="act"')]
    assert "csrfmiddlewaretoken" not in main
    return re.sub(r"<noscript><p .*?</noscript>", "", main)


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count


def test_a_run_in_line_tells_its_place_and_when_it_should_begin(page, funnel):
    store.save({"max_concurrent_jobs": 1}, None)
    other = start_running(make_funnel(make_user("ben")))
    for position in (1, 2):
        write(other, position)
    start_job(funnel)

    shown = html(page, funnel)

    assert "1st in line" in shown
    assert "<time data-starts=" in shown
    assert "starts at about" in shown


def test_a_run_that_was_put_off_counts_down_to_its_start_and_has_no_place(page, funnel):
    start_job(funnel, options=StartOptions(scheduled_at=timezone.now() + timedelta(days=1)))

    assert text(page, funnel, within="run-state").startswith("Starts later 0 of 14 done")
    assert text(page, funnel, within="run-times").startswith("Put off , starts at")
    assert "<time data-starts=" in html(page, funnel)


def test_a_run_with_a_deadline_tells_by_when_it_is_wanted_while_it_is_open(page, funnel):
    job = start_job(funnel, options=StartOptions(deadline=datetime(2090, 5, 3, 14, tzinfo=UTC)))

    assert "Wanted by 3 May 2090, 14:00 UTC" in text(page, funnel, within="run-says")

    cancel_job(job)

    assert "Wanted by" not in text(page, funnel)
