"""What keeps a task from its claim until somebody mends it: it holds, and no attempt is spent."""

import pytest

from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH, WRITER_PROVIDER
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Done, Stop
from generation.models import GenerationJob, TaskAttempt
from generation.states import TaskStatus
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, make_incident
from tests.support.jobs import start_running, task_at, write

pytestmark = pytest.mark.usefixtures("own_heartbeat")


@pytest.fixture
def job() -> GenerationJob:
    """A running job whose first part is written, and has cost three dollars."""
    job = start_running(make_funnel(make_user()))
    write(job, 1)
    TaskAttempt.objects.update(cost_micro_usd=3_000_000)
    return job


def perform_next(job: GenerationJob):
    job.refresh_from_db()
    return perform(task_at(job, 2).pk, job.epoch)


def test_while_the_provider_lets_nobody_in_its_tasks_hold_and_call_nobody(job, server):
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    incident = make_incident()

    verdict = perform_next(job)

    task = task_at(job, 2)
    assert (verdict, server.requests) == (Stop(), [])
    assert (task.hold, task.held_by) == ("incident", "anthropic")
    assert (task.status, task.attempt_count) == (TaskStatus.PENDING, 0)
    assert task.hold_message.startswith("The AI service refuses our key. We ask again and again")
    end(incident)
    assert perform_next(job) == Done()
    task.refresh_from_db()
    assert (task.hold, task.held_by) == ("", "")


def test_another_provider_s_incident_is_no_concern_of_theirs(job):
    make_incident()

    assert perform_next(job) == Done()


@pytest.mark.parametrize(
    ("budget", "code", "says"),
    [
        (BUDGET_USD_PER_JOB, "job_budget", "This run has cost the $2.50 it may."),
        (BUDGET_USD_PER_MONTH, "month_budget", "All that may be spent this month is spent."),
    ],
)
def test_once_a_budget_is_spent_the_next_part_holds_and_no_attempt_is_spent(job, budget, code, says):
    store.save({budget.key: "2.50"}, changed_by=None)

    verdict = perform_next(job)

    task = task_at(job, 2)
    assert verdict == Stop()
    assert (task.hold, task.status, task.attempt_count) == (code, TaskStatus.PENDING, 0)
    assert task.hold_message.startswith(says)
    store.save({budget.key: 4}, changed_by=None)
    assert perform_next(job) == Done()
