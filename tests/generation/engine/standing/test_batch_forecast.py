"""When a batch should begin and end, told in as many queries for thirty runs as for three."""

from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED_FOR, MAX_CONCURRENT_JOBS
from generation.engine.batches.verbs import cancel_batch, move_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batch_forecast import BatchForecast, forecast_batch
from generation.engine.standing.batch_open import read_open
from generation.engine.standing.batches import batch_standing, jobs_of_batch
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.putting_off import move_in_time
from generation.models import GenerationBatch, GenerationJob, GenerationTask
from settings_app import store
from tests.support.batches import make_batch

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def batch() -> GenerationBatch:
    """Four runs that have taken a minute for each of two parts, and leave twelve; one may run at once."""
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    batch, now = make_batch(jobs=4), timezone.now()
    GenerationTask.objects.filter(position__lte=2).update(
        status="completed", started_at=now - MINUTE, completed_at=now
    )
    return batch


def admit_first() -> None:
    admit_jobs()
    GenerationJob.objects.filter(status="running").update(started_at=timezone.now() - 2 * MINUTE)


def forecast_of(batch: GenerationBatch) -> BatchForecast:
    return forecast_batch(batch, read_open(batch_standing(batch, viewer=OPERATOR), store.read_all()))


def minutes_to(moment) -> float:
    return (moment - timezone.now()) / MINUTE


def test_the_end_is_that_of_the_last_in_line(batch):
    admit_first()

    found = forecast_of(batch)

    assert found.starts is None  # it has begun
    assert minutes_to(found.ends) == pytest.approx(12 + 14 + 14 + 12, abs=1)


def test_what_has_not_begun_begins_with_its_first(batch):
    store.save({MAX_CONCURRENT_JOBS.key: 4}, None)

    found = forecast_of(batch)

    assert minutes_to(found.starts) == pytest.approx(0, abs=1)
    assert minutes_to(found.ends) == pytest.approx(12, abs=1)


def test_what_is_put_off_begins_at_its_time_and_ends_after_it(batch):
    tomorrow = timezone.now() + timedelta(days=1)
    move_batch(batch, scheduled_at=tomorrow)
    move_in_time(jobs_of_batch(batch).last(), scheduled_at=tomorrow + timedelta(days=1))

    found = forecast_of(batch)

    assert found.starts == tomorrow
    assert minutes_to(found.ends) == pytest.approx(2 * 24 * 60 + 12, abs=1)


def test_what_comes_into_line_while_it_is_looked_at_was_put_off_all_the_same(batch, monkeypatch):
    tomorrow = timezone.now() + timedelta(days=1)
    move_batch(batch, scheduled_at=tomorrow)
    standing, values = batch_standing(batch, viewer=OPERATOR), store.read_all()

    for readings_before in range(1, 10):
        clock = chain(repeat(tomorrow - MINUTE, readings_before), repeat(tomorrow + MINUTE))
        monkeypatch.setattr(timezone, "now", clock.__next__)
        assert forecast_batch(batch, read_open(standing, values)).starts == tomorrow


def test_nothing_is_promised_where_nobody_can_tell(batch):
    before_any = forecast_of(batch)
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, None)
    barred = forecast_of(batch)
    cancel_batch(batch)

    assert (minutes_to(before_any.starts) < 1, before_any.ends) == (True, None)  # how long is a turn?
    assert (barred, forecast_of(batch)) == (BatchForecast(), BatchForecast())


def test_many_are_told_of_in_as_many_queries(batch):
    admit_first()
    many = make_batch(batch.owner, jobs=30)
    asked = []
    for each in (batch, many):
        with CaptureQueriesContext(connection) as queries:
            forecast_of(each)
        asked.append(len(queries))

    assert asked[0] == asked[1] < 14  # with those that say how it stands
