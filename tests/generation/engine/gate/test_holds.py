"""What a job waits for that is no fault of its own: how it is noted, shown, and gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS, MAX_CONCURRENT_JOBS_PER_USER, MAX_HOLD_MINUTES
from generation.engine.gate.holds import Held, hold_task, overdue_holds
from generation.engine.standing.jobs import standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import StartOptions, cancel_job, start_job
from generation.models import GenerationJob, GenerationTask
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, start_running, task_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return start_running(make_funnel(make_user()))


def hold_first(job: GenerationJob, *, code: str = "provider_gate", seconds: float | None = 42) -> Held:
    return hold_task(task_at(job, 1).pk, job.epoch, code=code, message="It asked for 42 s.", seconds=seconds)


def hold_shown(job: GenerationJob):
    job.refresh_from_db()
    return standing(job, viewer=OPERATOR).hold


def kinds(job: GenerationJob) -> list[str]:
    return list(job.events.order_by("seq").values_list("kind", flat=True))


def held_for(job: GenerationJob, minutes: int) -> None:
    GenerationTask.objects.filter(job=job).exclude(hold="").update(
        held_since=timezone.now() - timedelta(minutes=minutes)
    )


def test_a_held_task_says_what_it_waits_for_and_until_when(job):
    assert hold_first(job)

    shown = hold_shown(job)
    assert (shown.code, shown.message) == (
        "provider_gate",
        "It asked for 42 s. You are 1st; nothing is lost.",
    )
    assert shown.until - shown.since == timedelta(seconds=42)
    assert kinds(job)[-1] == "task_held"


def test_the_same_hold_is_noted_once(job):
    hold_first(job)
    noted = task_at(job, 1).updated_at

    assert hold_first(job)

    assert kinds(job).count("task_held") == 1
    assert task_at(job, 1).updated_at == noted


def test_a_hold_that_lasts_longer_moves_its_end_and_keeps_its_beginning(job):
    hold_first(job)
    since = task_at(job, 1).held_since

    hold_first(job, seconds=90)

    task = task_at(job, 1)
    assert task.held_since == since
    assert task.hold_until - since > timedelta(seconds=80)


def test_a_claim_ends_the_hold(job):
    hold_first(job)

    begin(job, 1)

    assert task_at(job, 1).hold == ""
    assert hold_shown(job) is None


def test_a_cancel_ends_the_hold(job):
    hold_first(job)

    cancel_job(job)

    assert hold_shown(job) is None


@pytest.mark.parametrize("spoil", [cancel_job, lambda job: begin(job, 1)], ids=["cancelled", "claimed"])
def test_what_is_not_to_be_claimed_is_not_held(job, spoil):
    spoil(job)

    assert hold_first(job) is Held.NOT_IN_TURN

    assert task_at(job, 1).hold == ""


def test_an_older_admission_holds_nothing(job):
    held = hold_task(task_at(job, 1).pk, job.epoch - 1, code="provider_gate", message="", seconds=1)

    assert held is Held.NOT_IN_TURN
    assert task_at(job, 1).hold == ""


def test_a_hold_lasts_no_longer_than_the_setting_says(job):
    hold_first(job)
    held_for(job, store.get(MAX_HOLD_MINUTES) - 1)
    assert overdue_holds(["provider_gate"], store.read_all()) == []
    assert hold_first(job, seconds=300) is Held.NOTED

    held_for(job, store.get(MAX_HOLD_MINUTES))

    assert overdue_holds(["provider_gate"], store.read_all()) == [(job.pk, task_at(job, 1).pk)]
    assert overdue_holds(["incident"], store.read_all()) == []
    assert hold_first(job, seconds=600) is Held.LONG_ENOUGH


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({MAX_CONCURRENT_JOBS.key: 1}, "slot"),
        ({MAX_CONCURRENT_JOBS.key: 0}, "paused"),
        ({MAX_CONCURRENT_JOBS_PER_USER.key: 1}, "own_limit"),
    ],
)
def test_a_job_in_line_says_why_it_is_not_let_in(job, values, code):
    store.save(values, changed_by=None)

    waiting = start_job(make_funnel(job.owner))

    shown = hold_shown(waiting)
    assert (shown.code, shown.since, shown.until) == (code, waiting.queued_at, None)


def test_a_job_put_off_says_until_when(job):
    at = timezone.now() + timedelta(hours=1)

    shown = hold_shown(start_job(make_funnel(job.owner), options=StartOptions(scheduled_at=at)))

    assert (shown.code, shown.until) == ("scheduled", at)
