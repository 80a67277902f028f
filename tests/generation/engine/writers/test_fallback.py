"""Who steps in for a writer that fails, for which failures, and what is recorded of it."""

from dataclasses import replace

import pytest

from generation.app_settings import (
    FALLBACK_CLASSES,
    FALLBACK_ON,
    FALLBACK_WRITERS,
    MAX_CONCURRENT_JOBS,
    RETRY_DELAYS,
    WRITER_PROVIDER,
)
from generation.engine.running.perform import perform
from generation.engine.running.retry import GiveUp, Retry, decide
from generation.engine.running.verdicts import Again, Done
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.engine.writers.choice import Writer, choose_writer_of, writers_in_order
from generation.engine.writers.fallback import CODES, StepIn, class_of, who_steps_in
from generation.errors import AttemptTimeout, ContentError, InputError, OwnFault, ProviderError
from generation.models import GenerationJob, ProviderIncident, TaskAttempt
from generation.providers import failures
from generation.states import TaskStatus
from settings_app import store
from settings_app.schema import Values
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, task_at

SONNET, HAIKU = Writer("anthropic", "claude-sonnet-5-5"), Writer("anthropic", "claude-haiku-5-5")
DEMO = Writer("demo", "demo")
DOWN = failures.SERVICE_ERROR.error(status=500)


@pytest.fixture
def with_key(settings) -> None:
    settings.ENV = replace(settings.ENV, anthropic_api_key="sk-test")


def values(writers: str = "anthropic:claude-haiku-5-5, demo", **others: str) -> Values:
    return Values({FALLBACK_WRITERS.key: writers, **others})


def test_every_class_of_the_setting_is_one_that_failures_fall_in():
    assert {*CODES, "content"} == set(FALLBACK_CLASSES)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (failures.BUSY.error(status=529), "busy"),
        (failures.SERVICE_ERROR.error(status=500), "unavailable"),
        (failures.UNREACHABLE.error(), "unavailable"),
        (failures.BROKEN_STREAM.error(), "unavailable"),
        (AttemptTimeout("No answer within 300 s."), "timeout"),
        (failures.BAD_REQUEST.error(status=400), "refused"),
        (ProviderError("refused", "Declined.", retryable=False), "refused"),
        (failures.UNAUTHORISED.error(status=401), "access"),
        (failures.SPEND_LIMIT.error(status=429), "access"),
        (failures.NOT_FOUND.error(status=404), "access"),
        (ContentError("quality", "Too short."), "content"),
        (InputError("The brief is empty."), ""),
        (OwnFault(ValueError()), ""),
    ],
)
def test_failures_fall_in_classes(error, name):
    assert class_of(error) == name


def test_writers_step_in_in_their_order_and_the_last_has_nobody_after_it(with_key):
    assert writers_in_order(values()) == (SONNET, HAIKU, DEMO)
    assert who_steps_in(DOWN, SONNET, values()) == StepIn(rank=1, writer=HAIKU)
    assert who_steps_in(DOWN, HAIKU, values()) == StepIn(rank=2, writer=DEMO)
    assert who_steps_in(DOWN, DEMO, values()) is None


def test_a_writer_is_asked_once_however_often_it_is_named(with_key):
    assert writers_in_order(values("anthropic:claude-sonnet-5-5, demo, demo")) == (SONNET, DEMO)


def test_a_writer_without_its_key_cannot_step_in(settings):
    settings.ENV = replace(settings.ENV, anthropic_api_key="")

    assert writers_in_order(values()) == (DEMO,)


def test_nobody_steps_in_for_a_failure_that_is_not_listed(with_key):
    assert who_steps_in(failures.BUSY.error(status=529), SONNET, values()) is None
    listed = values(**{FALLBACK_ON.key: "Busy"})
    assert who_steps_in(failures.BUSY.error(status=529), SONNET, listed) == StepIn(rank=1, writer=HAIKU)
    assert who_steps_in(DOWN, SONNET, listed) is None


def test_nobody_steps_in_for_one_that_was_taken_off_the_settings(with_key):
    assert who_steps_in(DOWN, Writer("anthropic", "claude-opus-5-5"), values()) is None


def test_what_is_for_good_at_one_writer_is_tried_with_the_next(with_key):
    refused = failures.UNAUTHORISED.error(status=401)

    assert decide(refused, 1, values(), writer=SONNET) == Retry(5, StepIn(rank=1, writer=HAIKU))
    assert decide(refused, 1, values(), writer=DEMO) == GiveUp("because retrying cannot help")
    assert decide(refused, 7, values(), writer=SONNET) == GiveUp("after 7 tries")


def test_who_steps_in_need_not_wait_for_as_long_as_the_other_was_asked_to(with_key):
    listed = values(**{FALLBACK_ON.key: "busy"})
    asked = failures.BUSY.error(status=429, retry_after=600)

    assert decide(asked, 1, listed, writer=SONNET) == Retry(5, StepIn(rank=1, writer=HAIKU))
    assert decide(asked, 1, listed, writer=DEMO) == Retry(600)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("", True),
        ("demo", True),
        ("anthropic:claude-haiku-5-5, demo", True),
        (" anthropic : claude-haiku-5-5 ,demo, ", True),
        ("claude-haiku-5-5", False),
        ("anthropic", False),
        ("anthropic:", False),
        ("demo:demo", False),
        ("demo; anthropic:x", False),
    ],
)
def test_a_list_of_writers_has_a_shape(text, is_right):
    assert FALLBACK_WRITERS.shape.fits(text) == is_right


@pytest.mark.parametrize(("text", "is_right"), [("", True), ("busy, Access", True), ("busy, often", False)])
def test_a_list_of_failures_has_a_shape(text, is_right):
    assert FALLBACK_ON.shape.fits(text) == is_right


# --- tasks, written by this process ---


@pytest.fixture
def job(server, own_heartbeat) -> GenerationJob:
    """A running job that Anthropic writes; the demo writer steps in."""
    store.save(
        {FALLBACK_WRITERS.key: "demo", MAX_CONCURRENT_JOBS.key: 9, RETRY_DELAYS[0].key: 0}, changed_by=None
    )
    return start_running(make_funnel(make_user()))


def perform_first(job: GenerationJob):
    job.refresh_from_db()
    return perform(task_at(job, 1).pk, job.epoch)


def test_the_next_writer_writes_the_next_try_and_is_recorded(job, server):
    server.script(replies.status(500))

    assert perform_first(job) == Again(0)
    assert perform_first(job) == Done()

    attempts = TaskAttempt.objects.order_by("number").values_list("provider", "outcome")
    assert list(attempts) == [("anthropic", "failed"), ("demo", "completed")]
    assert job.events.get(kind="task_waiting").data["writer"] == "demo"


def test_a_refused_key_costs_no_job_where_another_writer_can_step_in(job, server):
    server.script(replies.status(401))

    perform_first(job)

    task = task_at(job, 1)
    assert (task.status, task.error_code, task.error_retryable) == (
        TaskStatus.WAITING,
        "unauthorised",
        True,
    )
    assert ProviderIncident.objects.get(closed_at=None).provider == "anthropic"
    job.refresh_from_db()
    assert job.incident is None
    assert perform_first(job) == Done()


def test_a_provider_with_an_open_incident_is_passed_over(job, server):
    server.script(replies.status(401))
    perform_first(job)
    other = start_running(make_funnel(make_user("bea")))

    assert perform_first(other) == Done()

    assert len(server.requests) == 1
    assert TaskAttempt.objects.get(task__job=other).provider == "demo"


def test_an_incident_holds_where_nobody_is_to_step_in_for_it(job, server):
    store.save({FALLBACK_ON.key: "timeout"}, changed_by=None)
    server.script(replies.status(401))
    perform_first(job)
    other = start_running(make_funnel(make_user("bea")))

    perform_first(other)

    assert len(server.requests) == 1
    assert task_at(other, 1).hold == "incident"


def test_a_new_round_begins_with_the_first_writer(job, server):
    server.script(replies.status(500))
    perform_first(job)
    assert choose_writer_of(task_at(job, 1).pk, store.read_all()) == DEMO
    task = task_at(job, 1)

    cancel_job(job)
    resume_job(job)

    assert choose_writer_of(task.pk, store.read_all()) == SONNET


def test_where_it_can_be_but_one_for_any_role_the_choice_costs_no_query(job, django_assert_num_queries):
    store.save({FALLBACK_WRITERS.key: "", WRITER_PROVIDER.key: "demo"}, changed_by=None)
    known, task = store.read_all(), task_at(job, 1)

    with django_assert_num_queries(0):
        choose_writer_of(task.pk, known)


def test_where_somebody_could_the_choice_costs_one(job, django_assert_num_queries):
    known, task = store.read_all(), task_at(job, 1)

    with django_assert_num_queries(1):
        choose_writer_of(task.pk, known)
