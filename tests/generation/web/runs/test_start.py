"""The page on which a first run is started with a priority, a deadline, or for later."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED, HIGH_PRIORITY_FOR
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import GenerationJob
from generation.states import JobStatus, Priority
from settings_app import store
from tests.support.jobs import write_off_the_record
from tests.support.run_html import buttons, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(funnel) -> str:
    return reverse("start", args=[funnel.pk])


def in_days(days: float) -> str:
    return f"{timezone.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_a_run_is_started_with_what_was_chosen(page, funnel, start):
    answer = page.post(
        start, {"priority": "low", "scheduled_at": "2090-07-01T14:00", "zone": "Europe/Berlin"}
    )

    assert answer.headers["Location"] == reverse("run", args=[funnel.pk])
    job = GenerationJob.objects.get()
    assert (job.status, job.priority) == (JobStatus.QUEUED, Priority.LOW)
    assert job.scheduled_at == datetime(2090, 7, 1, 12, tzinfo=UTC)
    assert job.events.get().data == {"put_off": True, "scheduled_at": "2090-07-01T12:00:00+00:00"}


def test_where_nothing_ran_yet_no_run_is_gone_back_to(page, start):
    assert "Back to the funnel" in page.get(start).content.decode()


def test_nothing_chosen_is_the_usual_start(page, start):
    page.post(start, {"priority": ""})

    job = GenerationJob.objects.get()
    assert job.events.get(kind="job_started").data == {}
    assert (job.priority_given, job.scheduled_at, job.deadline) == (False, None, None)


@pytest.mark.parametrize("zone", ["", "Nowhere/At_all", "../../etc/passwd"])
def test_without_a_zone_that_there_is_times_are_utc(page, start, zone):
    page.post(start, {"deadline": "2090-07-01T14:00", "zone": zone})

    assert GenerationJob.objects.get().deadline == datetime(2090, 7, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"scheduled_at": "2020-01-01T10:00"}, "This moment has passed. Choose one to come."),
        ({"deadline": in_days(-1)}, "This moment has passed. Choose one to come."),
        ({"deadline": "soon"}, "Write a day and a time, such as 2030-01-31T09:00."),
        ({"scheduled_at": in_days(3), "deadline": in_days(2)}, "The deadline is before the start."),
        ({"priority": "urgent"}, "Choose one of the priorities that are offered."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_starts(page, start, sent, says):
    answer = page.post(start, sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not GenerationJob.objects.exists()


def test_the_page_says_what_it_takes_and_offers_high_to_those_who_may_choose_it(page, start):
    shown = page.get(start).content.decode()
    assert 'value="high"' in shown
    assert ">By demand and deadline</option>" in shown
    assert "It takes 14 calls, " in shown
    store.save({HIGH_PRIORITY_FOR.key: "staff"}, None)

    assert 'value="high"' not in page.get(start).content.decode()
    assert page.post(start, {"priority": "high"}).status_code == 422


def test_a_funnel_that_has_a_run_leads_to_it(page, funnel, start):
    cancel_job(start_job(funnel))

    assert page.post(start, {"priority": "low"}).headers["Location"] == reverse("run", args=[funnel.pk])
    assert GenerationJob.objects.count() == 1


def test_a_text_whose_run_is_not_on_record_is_not_started_over_unasked(page, funnel, start):
    write_off_the_record(funnel)

    for answer in (page.get(start), page.post(start, {})):
        assert answer.headers["Location"] == reverse("run", args=[funnel.pk])
    assert not GenerationJob.objects.exists()


def test_nobody_starts_what_is_not_theirs(stranger, start):
    assert stranger.get(start).status_code == 404
    assert stranger.post(start, {}).status_code == 404


def test_pages_say_that_generation_is_off_instead_of_offering_it(page, funnel, start):
    brief = reverse("brief", args=[funnel.pk, "style"])
    run = reverse("run", args=[funnel.pk])
    offers = {brief: 'commandfor="ask-generate"', run: 'id="generate"', start: ">Start</button>"}
    for address, offer in offers.items():
        assert offer in page.get(address).content.decode()
    store.save({GENERATION_ENABLED.key: False}, None)

    for address, offer in offers.items():
        shown = page.get(address).content.decode()
        assert offer not in shown
        assert "Generation is switched off at present." in shown


def test_an_ended_run_offers_no_way_on_while_generation_is_off(page, funnel):
    cancel_job(start_job(funnel))
    assert buttons(page, funnel) == ("Resume (14 left)", "Start over")
    store.save({GENERATION_ENABLED.key: False}, None)

    assert buttons(page, funnel) == ()
    assert "Generation is switched off at present." in text(page, funnel, within="run-banners")
