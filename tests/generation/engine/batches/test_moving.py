"""A batch put off, brought forward or given another deadline as a whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from generation.acting import Actor, acting
from generation.app_settings import HIGH_PRIORITY_FOR
from generation.engine.batches import verbs
from generation.engine.batches.outcome import Outcome
from generation.engine.batches.verbs import cancel_batch, move_batch
from generation.engine.line.order import jobs_in_line
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.jobs import cancel_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.errors import NotAllowedError
from generation.models import AuditEntry, GenerationBatch, GenerationJob, JobEvent
from settings_app import store
from tests.support.batches import make_batch, queries_of
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

LATER = datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def ana():
    return make_user("ana")


def test_a_batch_is_put_off_and_comes_into_line_again_in_its_order(ana, monkeypatch):
    monkeypatch.setattr(verbs, "_A_WAVE", 2)
    make_webhook(ana)
    batch = make_batch(ana, jobs=5)
    in_rows = [job.pk for job in jobs_of_batch(batch)]
    cancel_job(GenerationJob.objects.get(pk=in_rows.pop()))

    with acting(Actor(through="pages", find=lambda: ana)):
        off, again = (move_batch(batch, scheduled_at=LATER) for _ in range(2))
        off_until = list(jobs_of_batch(batch).values_list("scheduled_at", flat=True))
        line_meanwhile = jobs_in_line(store.read_all())
        forward = move_batch(batch, scheduled_at=None)

    assert [(outcome.done, outcome.refused) for outcome in (off, again, forward)] == [
        (4, ()),
        (0, ()),
        (4, ()),
    ]
    assert [(until - LATER).seconds if until else None for until in off_until] == [0, 0, 0, 0, None]
    assert (line_meanwhile, jobs_in_line(store.read_all())) == ([], in_rows)
    moved = JobEvent.objects.filter(job=in_rows[0], kind="job_moved").values_list("data__put_off", flat=True)
    assert list(moved) == [True, False]
    noted = AuditEntry.objects.filter(action="job_moved").values_list("target", "data__jobs")
    assert list(noted) == [("batch", 2)] * 4


def test_jobs_that_come_into_line_at_one_moment_keep_the_order_of_their_rows(ana):
    batch = make_batch(ana, jobs=6, options=StartOptions(scheduled_at=timezone.now() - timedelta(minutes=1)))

    assert jobs_in_line(store.read_all()) == [job.pk for job in jobs_of_batch(batch)]


def test_moving_costs_no_more_queries_for_many_and_names_who_cannot_be_moved(ana):
    store.save({HIGH_PRIORITY_FOR.key: "staff"}, None)
    few, many = make_batch(ana, jobs=2), make_batch(ana, jobs=6)
    first = jobs_of_batch(many).first()
    GenerationJob.objects.filter(pk=first.pk).update(scheduled_at=LATER + timedelta(days=2))

    def by_the_day_after(batch: GenerationBatch) -> Outcome:
        return move_batch(batch, deadline=LATER + timedelta(days=1))

    assert queries_of(by_the_day_after, many) == queries_of(by_the_day_after, few)
    GenerationJob.objects.update(deadline=None)
    outcome = by_the_day_after(many)
    assert (outcome.done, [refusal.job for refusal in outcome.refused]) == (5, [first])
    assert "Choose a later one, or start sooner." in outcome.refused[0].says


def test_a_batch_of_which_nothing_is_in_line_is_not_moved(ana):
    batch = make_batch(ana)
    cancel_batch(batch)

    with pytest.raises(NotAllowedError, match="in line") as refused:
        move_batch(batch, scheduled_at=LATER)

    assert refused.value.code == "not_in_line"
