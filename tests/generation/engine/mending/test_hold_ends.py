"""Holds end with their cause, and after `max_hold_minutes` at the latest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import (
    BUDGET_USD_PER_JOB,
    BUDGET_USD_PER_MONTH,
    FALLBACK_ON,
    FALLBACK_WRITERS,
    MAX_HOLD_MINUTES,
    WRITER_PROVIDER,
)
from generation.engine.broker.courier import MESSAGE
from generation.engine.gate.holds import hold_task
from generation.engine.mending.hold_ends import end_long_holds, let_go_where_mended
from generation.engine.mending.stalled import send_stalled_chains
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, hold_by_incident, make_incident, stop_by_incident
from tests.support.jobs import begin, fail, start_running, task_at, write
from tests.support.line import messages_in_queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    return make_user()


@pytest.fixture
def job(ana) -> GenerationJob:
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    job = start_running(make_funnel(ana))
    write(job, 1)
    return job


def hold(job: GenerationJob, code: str, position: int = 2) -> None:
    job.refresh_from_db()
    assert hold_task(task_at(job, position).pk, job.epoch, code=code, message="It waits.") == "noted"


def held(job: GenerationJob, position: int = 2) -> str:
    return task_at(job, position).hold


def age(job: GenerationJob, minutes: int) -> None:
    """Let so much time pass for the job, which nobody sees but the clock."""
    past = timezone.now() - timedelta(minutes=minutes)
    GenerationTask.objects.filter(job=job).update(updated_at=past, sent_at=past)
    GenerationTask.objects.filter(job=job).exclude(hold="").update(held_since=past)


def test_while_the_incident_is_open_its_tasks_are_held(job):
    make_incident()
    hold_by_incident(job, 2)

    assert let_go_where_mended() == 0
    assert held(job) == "incident"


def test_when_the_incident_is_over_its_tasks_go_on_at_once(job, redis_server):
    incident = make_incident()
    hold_by_incident(job, 2)
    redis_server.flush()
    end(incident)

    assert let_go_where_mended() == 1

    assert held(job) == ""
    assert job.events.filter(kind="task_let_go").count() == 1
    assert messages_in_queue(MESSAGE) == 1


def test_another_provider_s_incident_holds_nobody(job):
    make_incident("gemini")
    hold_by_incident(job, 2)

    assert let_go_where_mended() == 1


def test_with_a_blank_setting_an_incident_of_whom_nobody_asks_holds_nobody(job):
    other = start_running(make_funnel(job.owner))
    make_incident("gemini")
    hold_by_incident(job, 2)
    hold_by_incident(other, 1, provider="gemini")
    store.save({WRITER_PROVIDER.key: ""}, changed_by=None)

    let_go_where_mended()

    assert (held(job), held(other, 1)) == ("", "")


def test_a_writer_that_is_changed_lets_go_what_waited_for_the_other(job):
    make_incident()
    hold_by_incident(job, 2)
    store.save({WRITER_PROVIDER.key: "demo"}, changed_by=None)

    assert let_go_where_mended() == 1


@pytest.mark.parametrize("steps_in", ["", "demo"])
def test_where_the_writer_goes_by_the_workers_keys_an_open_incident_lets_nobody_go(job, steps_in):
    """Nor does it where this process, which has no key, would have the demo writer write."""
    changed = {WRITER_PROVIDER.key: "", FALLBACK_WRITERS.key: steps_in, FALLBACK_ON.key: "timeout"}
    store.save(changed, changed_by=None)
    incident = make_incident()
    hold_by_incident(job, 2)
    before = let_go_where_mended()
    end(incident)

    assert (before, let_go_where_mended()) == (0, 1)


def test_whether_many_are_let_go_is_asked_at_once(job, django_assert_num_queries):
    store.save({FALLBACK_WRITERS.key: "demo", FALLBACK_ON.key: "timeout"}, changed_by=None)
    make_incident()
    for position in (2, 3, 4):
        hold_by_incident(job, position)

    with django_assert_num_queries(5):
        let_go_where_mended()


@pytest.mark.parametrize(
    ("code", "budget"), [("job_budget", BUDGET_USD_PER_JOB), ("month_budget", BUDGET_USD_PER_MONTH)]
)
def test_a_budget_that_is_raised_lets_go(job, code, budget):
    attempts = job.tasks.get(position=1).attempts
    attempts.update(cost_micro_usd=3_000_000)
    store.save({budget.key: 3}, changed_by=None)
    hold(job, code)
    before = let_go_where_mended()
    store.save({budget.key: 4}, changed_by=None)

    assert (before, let_go_where_mended()) == (0, 1)


def test_one_job_s_spent_budget_holds_no_other(job):
    other = start_running(make_funnel(job.owner))
    job.tasks.get(position=1).attempts.update(cost_micro_usd=3_000_000)
    store.save({BUDGET_USD_PER_JOB.key: 3}, changed_by=None)
    hold(job, "job_budget")
    hold(other, "job_budget", 1)

    assert let_go_where_mended() == 1
    assert (held(job), held(other, 1)) == ("job_budget", "")


def test_a_held_chain_is_not_sent_again_and_one_let_go_is_though_redis_was_away(job, redis_server):
    incident = make_incident()
    hold_by_incident(job, 2)
    redis_server.flush()
    age(job, 5)
    while_held = send_stalled_chains()
    end(incident)
    redis_server.kill()
    let_go_where_mended()
    redis_server.start()
    age(job, 5)

    assert (while_held, send_stalled_chains()) == (0, 1)


@pytest.mark.parametrize("code", ["job_budget", "month_budget"])
def test_a_hold_that_lasts_too_long_ends_the_job_and_keeps_what_is_finished(job, code):
    hold(job, code)
    age(job, store.get(MAX_HOLD_MINUTES) - 1)
    before = end_long_holds()
    age(job, store.get(MAX_HOLD_MINUTES))

    assert (before, end_long_holds()) == (0, 1)

    job.refresh_from_db()
    assert (job.status, job.error_code, job.incident) == (JobStatus.FAILED, code, None)
    assert job.error_message.startswith("Lead magnet, part 2 waited too long. ")
    assert "Resume" in job.error_message
    assert "by itself" not in job.error_message
    assert task_at(job, 1).status == TaskStatus.COMPLETED
    assert held(job) == ""


def test_a_job_that_an_incident_held_for_too_long_is_resumed_with_those_it_stopped(job):
    incident = make_incident()
    hold_by_incident(job, 2)
    age(job, store.get(MAX_HOLD_MINUTES))

    end_long_holds()

    job.refresh_from_db()
    assert (job.status, job.error_code, job.incident) == (JobStatus.FAILED, "incident", incident)


def test_a_job_whose_incident_has_closed_by_then_goes_on_instead(job, redis_server):
    incident = make_incident()
    hold_by_incident(job, 2)
    age(job, store.get(MAX_HOLD_MINUTES))
    end(incident)
    redis_server.flush()

    assert end_long_holds() == 0

    job.refresh_from_db()
    assert (job.status, held(job), messages_in_queue(MESSAGE)) == (JobStatus.RUNNING, "", 1)


def test_it_waits_for_its_own_writer_s_incident_and_for_no_other(job):
    own = make_incident()
    hold_by_incident(job, 2)
    make_incident("gemini")  # opened last, which puts it first
    age(job, store.get(MAX_HOLD_MINUTES))

    end_long_holds()

    job.refresh_from_db()
    assert job.incident == own


def test_where_the_writer_goes_by_the_workers_keys_it_waits_for_the_one_that_is_open(job):
    store.save({WRITER_PROVIDER.key: ""}, changed_by=None)
    hold_by_incident(job, 2)
    incident = make_incident()
    age(job, store.get(MAX_HOLD_MINUTES))

    end_long_holds()

    job.refresh_from_db()
    assert job.incident == incident


def test_a_wait_for_the_provider_s_turn_ends_no_job(job):
    hold(job, "provider_gate")
    age(job, store.get(MAX_HOLD_MINUTES) + 1)

    assert end_long_holds() == 0


def test_another_hold_than_the_last_begins_anew(job):
    hold(job, "provider_gate")
    age(job, store.get(MAX_HOLD_MINUTES) + 1)

    hold(job, "incident")

    assert end_long_holds() == 0


@pytest.mark.parametrize("ending", [cancel_job, lambda job: fail(job, 2)], ids=["cancelled", "failed"])
def test_whatever_ends_the_job_ends_its_holds_so_that_the_next_run_waits_anew(ana, ending):
    job = start_running(make_funnel(ana))
    GenerationJob.objects.filter(pk=job.pk).update(lanes=2)
    write(job, 1)
    hold(job, "incident", 3)

    ending(job)

    assert not GenerationTask.objects.exclude(hold="").exists()
    assert resume_job(job).status == JobStatus.QUEUED


def test_a_job_resumed_by_hand_during_the_incident_waits_in_line_instead_of_failing(job):
    incident = stop_by_incident(job, 2)
    resume_job(job)
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED

    end(incident)

    assert admit_jobs() == 1
    assert begin(job, 2)
