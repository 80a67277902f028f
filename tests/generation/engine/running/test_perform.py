"""One message performed in this process: what comes of a task whose own code breaks."""

from dataclasses import replace

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from generation import blueprints
from generation.app_settings import WRITER_MODEL, WRITER_PROVIDER
from generation.engine.running import outcomes
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Again, Done, Stop
from generation.models import GenerationJob, TaskAttempt
from settings_app import store
from tests.support.blueprints import make_blueprint
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, task_at

pytestmark = pytest.mark.usefixtures("own_heartbeat")


def break_down(draft):
    raise RuntimeError("nobody thought of this")


@pytest.fixture
def job(monkeypatch) -> GenerationJob:
    """A running job of one task whose blueprint breaks down before the pipeline."""
    broken = replace(make_blueprint(), key="funnel", before=(break_down,))
    monkeypatch.setattr(blueprints, "BLUEPRINTS", (broken,))
    return start_running(make_funnel())


def test_a_fault_of_our_own_is_tried_again_and_told_once_with_its_trace(job):
    with capture_logs() as logs:
        verdict = perform(task_at(job, 1).pk, job.epoch)

    assert verdict == Again(5)
    attempt = TaskAttempt.objects.get()
    assert (attempt.error_code, attempt.detail) == ("internal", "RuntimeError('nobody thought of this')")
    traces = [line for line in logs if line.get("exc_info")]
    assert [line["event"] for line in traces] == ["An attempt failed"]
    assert isinstance(traces[0]["exc_info"], RuntimeError)


def test_what_a_call_used_is_booked_though_its_answer_could_not_be_stored(monkeypatch):
    job = start_running(make_funnel())
    monkeypatch.setattr(outcomes, "store_sections", lambda *_: break_down(None))

    assert perform(task_at(job, 1).pk, job.epoch) == Again(5)

    attempt = TaskAttempt.objects.get()
    assert (attempt.error_code, attempt.provider_calls) == ("internal", 1)
    assert attempt.output_tokens > 100


def test_a_model_with_a_name_too_long_to_keep_costs_no_finished_work(server):
    store.save({WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "m" * 150}, changed_by=None)
    job = start_running(make_funnel())

    assert perform(task_at(job, 1).pk, job.epoch) == Done()

    assert TaskAttempt.objects.get().model == "m" * 100
    assert len(server.requests) == 1


def test_a_message_of_an_earlier_start_runs_nothing(job):
    assert perform(task_at(job, 1).pk, job.epoch - 1) == Stop()
    assert not TaskAttempt.objects.exists()


def test_the_log_follows_a_task_to_the_providers_own_id_of_the_call(server):
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    job = start_running(make_funnel())

    with capture_logs(processors=[merge_contextvars]) as logs:
        perform(task_at(job, 1).pk, job.epoch)

    (line,) = [line for line in logs if line["event"] == "A task was completed"]
    assert (line["job"], line["task"]) == (str(job.pk), "lead_magnet_part_1")
    attempt = TaskAttempt.objects.get()
    assert attempt.request_id
    assert (line["provider"], line["provider_request"]) == ("anthropic", attempt.request_id)
