"""What the engine is compared with: bare Celery chains, under the very settings of the product's Celery."""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import redis
from celery import Celery, chain
from django.conf import settings

from config.celery import app as product

QUEUE = "bench"
_ENDS = "bench:ends"

app = Celery("bench", task_cls="config.wakeup:WakingTask")
app.steps["consumer"].add("config.wakeup:ListenForWakeUps")
app.conf.update({**(product.conf.changes or {}), "task_default_queue": QUEUE})


@app.task(name="bench.empty")
def empty(seconds: float) -> None:
    """Do nothing but wait, if told to."""
    if seconds:
        time.sleep(seconds)


@app.task(name="bench.two_updates")
def two_updates(task_id: str, seconds: float) -> None:
    """Write one row twice, each time committed: the least a task that remembers its state can do."""
    from generation.models import GenerationTask

    row = GenerationTask.objects.filter(pk=UUID(task_id))
    row.update(worker="bench")
    empty(seconds)
    row.update(words=1)


@app.task(name="bench.end")
def end() -> None:
    """Say that a chain has ended, and when."""
    carrier().rpush(_ENDS, time.time())


def send_empty(count: int, *, seconds: float = 0) -> None:
    """Send a chain of `count` empty messages."""
    _send([empty.si(seconds) for _ in range(count)])


def send_two_updates(task_ids: Sequence[UUID], *, seconds: float = 0) -> None:
    """Send a chain that updates each of these rows twice."""
    _send([two_updates.si(str(task_id), seconds) for task_id in task_ids])


def wait_for_ends(count: int, *, timeout_seconds: int) -> float:
    """Return when the last of `count` chains ended, as seconds since the epoch."""
    last = 0.0
    for _ in range(count):
        found: Any = carrier().blpop([_ENDS], timeout=timeout_seconds)
        if found is None:
            raise TimeoutError(f"Not all of {count} chains ended in {timeout_seconds} s")
        last = max(last, float(found[1]))
    return last


@cache
def carrier() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


def _send(messages: list[Any]) -> None:
    """Send the chain; its end is told by one more message, so that each of the others is what it says."""
    chain(*messages, end.si()).apply_async()
