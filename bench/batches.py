"""What a batch costs as a whole: started, cancelled, resumed or refused that, each in one request."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bench.jobs import bench_user, use_writer
from bench.results import Row, Table
from bench.sizes import Sizes
from generation.acting import Actor, acting
from generation.app_settings import GENERATION_ENABLED
from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant
from generation.engine.batches.verbs import cancel_batch, resume_batch, start_batch
from generation.models import GenerationBatch, GenerationTask
from generation.states import JobStatus
from settings_app import store
from tests.support.batches import rows

_MOST_SECONDS = 1
_PAID_FOR = 5

_Answer = TypeVar("_Answer")


def measure(sizes: Sizes) -> Table:
    use_writer()
    user = bench_user()
    with acting(Actor(through="pages", find=lambda: user)):
        found = _rows(sizes.batch_jobs)
    return Table(
        title=f"A batch of {sizes.batch_jobs} funnels",
        note="In one request of a person's, as the audit log has it; slots for five runs, no worker.",
        rows=found,
    )


def _rows(jobs: int) -> tuple[Row, ...]:
    wanted = rows(jobs)
    batch, started = _timed(lambda: start_batch(bench_user(), rows=wanted))
    _, cancelled = _timed(lambda: cancel_batch(batch))
    _check(batch, JobStatus.CANCELLED)
    _, resumed = _timed(lambda: resume_batch(batch))
    _check(batch, JobStatus.QUEUED, JobStatus.RUNNING)
    _, cancelled_again = _timed(lambda: cancel_batch(batch))
    with _credits_for(_PAID_FOR, batch):
        _, refused = _timed(lambda: resume_batch(batch))
        cancel_batch(batch)
    with _generation_off():
        _, closed = _timed(lambda: resume_batch(batch))
    _check(batch, JobStatus.CANCELLED)
    return (
        Row(what="start it", value=started, unit="s"),
        Row(what="cancel it", value=cancelled, unit="s", goal=_MOST_SECONDS),
        Row(what="resume it", value=resumed, unit="s", goal=_MOST_SECONDS),
        Row(what="cancel it again", value=cancelled_again, unit="s", goal=_MOST_SECONDS),
        Row(what=f"resume it with credits for {_PAID_FOR}", value=refused, unit="s", goal=_MOST_SECONDS),
        Row(what="resume it with generation off", value=closed, unit="s", goal=_MOST_SECONDS),
    )


@contextmanager
def _credits_for(jobs: int, batch: GenerationBatch) -> Iterator[None]:
    """Leave its owner credits for so many of its jobs meanwhile."""
    owner, before = batch.owner, account_of(batch.owner).balance
    needed = jobs * GenerationTask.objects.filter(job=batch.jobs.first()).count()
    grant(owner, needed - before, note="For a while", by=None)
    yield
    grant(owner, before - needed, note="Given back", by=None)


@contextmanager
def _generation_off() -> Iterator[None]:
    store.save({GENERATION_ENABLED.key: False}, changed_by=None)
    yield
    store.save({GENERATION_ENABLED.key: True}, changed_by=None)


def _timed(act: Callable[[], _Answer]) -> tuple[_Answer, float]:
    began = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - began


def _check(batch: GenerationBatch, *statuses: JobStatus) -> None:
    """Raise RuntimeError where a job of it is otherwise: then something else was measured."""
    if batch.jobs.exclude(status__in=statuses).exists():
        raise RuntimeError(f"Not every job of the batch is {' or '.join(statuses)}")
