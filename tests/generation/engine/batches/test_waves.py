"""A batch cancelled and resumed as a whole: quickly, and each job of it exactly as if it were alone."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DataError, OperationalError
from django.db.models import Model
from django.forms.models import model_to_dict

from generation.acting import Actor, acting
from generation.app_settings import GENERATION_ENABLED, MAX_CONCURRENT_JOBS
from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant, reserve
from generation.engine.batches import verbs, waves
from generation.engine.batches.outcome import Outcome, refusals_in_words
from generation.engine.batches.verbs import cancel_batch, resume_batch, start_batch
from generation.engine.batches.waves import cancel_wave, resume_wave
from generation.engine.line.order import jobs_in_line
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs import jobs
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.models import (
    Delivery,
    GenerationBatch,
    GenerationJob,
    TaskAttempt,
)
from generation.models.locked_jobs import locked_jobs
from generation.states import OPEN_JOB, JobStatus
from settings_app import store
from tests.support.batches import make_batch, queries_of, row
from tests.support.credits import assert_accounts_add_up
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_user
from tests.support.incidents import make_incident
from tests.support.jobs import begin, fail, start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user("ana")


@pytest.mark.django_db(transaction=True)
def test_cancelling_lets_none_of_the_batch_begin_meanwhile(ana):
    urgent = [row(number, priority="high") for number in range(4, 9)]
    batch = start_batch(ana, rows=[row(1), row(2), row(3), *urgent])

    outcome = cancel_batch(batch)

    assert (outcome.done, outcome.refused) == (8, ())
    assert set(batch.jobs.values_list("status", flat=True)) == {JobStatus.CANCELLED}
    assert batch.jobs.filter(epoch__gt=0).count() == 5  # those that ran before


def test_cancelling_twice_is_harmless(ana):
    batch = make_batch(ana)
    cancel_batch(batch)

    assert cancel_batch(batch).done == 0
    assert cancel_batch(batch).refused == ()


def test_jobs_that_ended_or_were_deleted_meanwhile_are_passed_over(ana):
    ids = [job.pk for job in jobs_of_batch(make_batch(ana))]
    cancel_job(GenerationJob.objects.get(pk=ids[0]))
    delete_job(cancel_job(GenerationJob.objects.get(pk=ids[1])))

    assert cancel_wave(ids) == 1
    assert resume_wave(ids) == Outcome(done=2)
    assert resume_wave(ids) == Outcome()


def test_resuming_queues_what_failed_or_was_cancelled_and_keeps_what_is_finished(ana):
    batch = make_batch(ana)
    start_in_order(batch)
    done, failed, cancelled = jobs_of_batch(batch)
    write_all(done)
    write(failed, 1)
    fail(failed, 2)
    cancel_job(cancelled)

    outcome = resume_batch(batch)

    assert (outcome.done, outcome.refused) == (2, ())
    assert [job.status for job in jobs_of_batch(batch)] == ["completed", "queued", "queued"]
    assert failed.tasks.filter(status="completed").count() == 1
    assert resume_batch(batch).done == 0


def test_each_job_becomes_what_it_would_alone(ana):
    store.save({MAX_CONCURRENT_JOBS.key: 4}, None)
    alone, together = make_batch(make_user("ben")), make_batch(ana)
    jobs.admit_jobs()
    for batch in (alone, together):
        bring_on(batch)

    with acting(Actor(through="pages", find=lambda: ana)):
        for job in jobs_of_batch(alone).filter(status__in=OPEN_JOB):
            cancel_job(job)
        cancel_batch(together)
        assert pictures(together) == pictures(alone)
        for job in jobs_of_batch(alone):
            resume_job(job)
        resume_batch(together)

    assert pictures(together) == pictures(alone)
    assert_accounts_add_up()


def test_that_a_batch_has_ended_by_a_cancel_is_told_once(ana):
    make_webhook(ana)
    batch = make_batch(ana)
    jobs.admit_jobs()
    write_all(jobs_of_batch(batch)[0])

    cancel_batch(batch)

    told = Delivery.objects.filter(about="batch.ended").values_list("payload__jobs", flat=True)
    assert list(told) == [{"total": 3, "completed": 1, "failed": 0, "cancelled": 2}]


def test_the_first_row_is_the_first_in_line_again(ana):
    batch = make_batch(ana, jobs=5)
    cancel_batch(batch)

    resume_batch(batch)

    assert jobs_in_line(store.read_all()) == [job.pk for job in jobs_of_batch(batch)]


def test_many_cost_no_more_queries_than_few(ana):
    store.save({MAX_CONCURRENT_JOBS.key: 8}, None)
    few, many = make_batch(ana, jobs=2), make_batch(ana, jobs=6)
    for batch in (few, many):
        start_in_order(batch)
        for job in jobs_of_batch(batch):
            begin(job, 1)

    assert queries_of(cancel_batch, many) == queries_of(cancel_batch, few)
    GenerationJob.objects.update(status=JobStatus.FAILED, incident=make_incident())
    assert queries_of(resume_batch, many) == queries_of(resume_batch, few)


def test_where_credits_reach_for_some_the_first_of_them_are_resumed(ana):
    batch = make_batch(ana)
    cancel_batch(batch)
    grant(ana, 2 * 14 + 5 - account_of(ana).balance, note="For a test", by=None)

    outcome = resume_batch(batch)

    first, second, third = jobs_of_batch(batch)
    assert (first.status, second.status, account_of(ana).balance) == ("queued", "queued", 5)
    assert [(refusal.job, refusal.says) for refusal in outcome.refused] == [
        (
            third,
            "This takes 14 credits, and you have 5. Ask an administrator for more; what is written is kept.",
        )
    ]


def test_what_is_written_is_not_paid_for_again(ana):
    batch = make_batch(ana, jobs=2)
    start_in_order(batch)
    first, second = jobs_of_batch(batch)
    write(second, 1)
    cancel_batch(batch)
    grant(ana, 13 - account_of(ana).balance, note="For a test", by=None)

    outcome = resume_batch(batch)

    assert (outcome.done, [refusal.job for refusal in outcome.refused]) == (1, [first])
    assert account_of(ana).balance == 0


def test_many_that_are_refused_cost_no_more_queries_than_few(ana):
    few, many = make_batch(ana, jobs=2), make_batch(ana, jobs=6)
    for batch in (few, many):
        cancel_batch(batch)

    def asked_with_credits_for_one(batch: GenerationBatch) -> int:
        grant(ana, 14 - account_of(ana).balance, note="For a test", by=None)
        return queries_of(resume_batch, batch)

    assert asked_with_credits_for_one(many) == asked_with_credits_for_one(few)
    assert [batch.jobs.filter(status__in=OPEN_JOB).count() for batch in (few, many)] == [1, 1]


def test_while_generation_is_off_each_is_refused_for_that(ana):
    batch = make_batch(ana, jobs=3)
    cancel_batch(batch)
    store.save({GENERATION_ENABLED.key: False}, None)

    outcome = resume_batch(batch)

    assert refusals_in_words(outcome, done="resumed") == [
        "Not resumed: Funnel 1, Funnel 2, Funnel 3. "
        "Generation is switched off at present. What is written stays; try again later."
    ]


def test_what_is_too_long_is_refused_and_not_cut(ana):
    job = make_batch(ana, jobs=1).jobs.get()

    with pytest.raises(DataError), locked_jobs([job.pk]) as wave:
        wave.jobs[0].write(error_code="x" * 51)


def test_where_the_process_dies_on_the_way_the_next_call_goes_on(ana, monkeypatch):
    batch = make_batch(ana)
    cancel_batch(batch)
    monkeypatch.setattr(verbs, "_A_WAVE", 2)
    with monkeypatch.context() as dying:
        dying.setattr(waves, "reserve", Dying(after=1))
        with pytest.raises(OperationalError):
            resume_batch(batch)
    assert [job.status for job in jobs_of_batch(batch)] == ["queued", "queued", "cancelled"]

    outcome = resume_batch(batch)

    assert (outcome.done, outcome.refused) == (1, ())
    assert_accounts_add_up()


def test_what_cannot_be_resumed_is_named_and_stops_no_other(ana):
    batch = make_batch(ana)
    cancel_batch(batch)
    first = jobs_of_batch(batch).first()
    start_job(first.funnel)

    outcome = resume_batch(batch)

    assert outcome.done == 2
    assert [(refusal.job, "being generated already" in refusal.says) for refusal in outcome.refused] == [
        (first, True)
    ]


def test_what_a_later_job_has_completed_is_left_as_it_is(ana):
    batch = make_batch(ana, jobs=1)
    cancel_batch(batch)
    write_all(start_running(batch.jobs.get().funnel))

    outcome = resume_batch(batch)

    assert (outcome.done, outcome.refused) == (0, ())


def start_in_order(batch: GenerationBatch) -> None:
    jobs.admit_jobs()
    assert not batch.jobs.filter(status=JobStatus.QUEUED).exists()


def write_all(job: GenerationJob) -> None:
    for position in range(1, 15):
        write(job, position)


def bring_on(batch: GenerationBatch) -> None:
    """Fail one of its jobs, have one in the middle of a part and one in line."""
    failed, running, _ = jobs_of_batch(batch)
    write(failed, 1)
    fail(failed, 2)
    write(running, 1)
    begin(running, 2)


def pictures(batch: GenerationBatch) -> list[Any]:
    """Return all that is written of its jobs, but for ids, names and moments."""
    return [
        (
            fields_of(job, but=["owner", "funnel", "batch"]),
            [fields_of(task, but=["job"]) for task in job.tasks.order_by("position")],
            list(TaskAttempt.objects.filter(task__job=job).values_list("number", "outcome")),
            list(job.events.values_list("seq", "kind", "task_key", "data")),
            list(job.credit_entries.order_by("pk").values_list("kind", "amount", "run", "note")),
        )
        for job in jobs_of_batch(batch)
    ]


def fields_of(row: Model, *, but: list[str]) -> dict[str, Any]:
    """Return its fields; of a moment, only whether there is one."""
    fields = model_to_dict(row, exclude=but).items()
    return {name: "a moment" if isinstance(value, datetime) else value for name, value in fields}


class Dying:
    """Sets credits aside so many times; then it is as if the process were gone."""

    def __init__(self, *, after: int) -> None:
        self.left = after

    def __call__(self, *args: Any, **options: Any) -> None:
        if not self.left:
            raise OperationalError("the process is gone")
        self.left -= 1
        reserve(*args, **options)
