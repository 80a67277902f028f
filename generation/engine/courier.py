"""What travels through Redis: Celery's messages, and the word that a job has changed.

Redis is only the carrier. Everything here is tried once, briefly, and may fail without harm: the reconciler
sends again what was lost, and pages read the database.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, cast
from uuid import UUID

import redis
import structlog
from celery import chain
from django.conf import settings
from kombu.exceptions import OperationalError

from config.celery import QUEUE, app
from generation.engine.chains import ChainPlan
from generation.models import GenerationJob

log = structlog.get_logger(__name__)

MESSAGE = "generation.perform_task"
CHAIN_HEADER = "galley_chain"
_MOST_MESSAGES_READ = 20_000


def send_chains(job: GenerationJob, chains: Iterable[ChainPlan]) -> None:
    """Publish each chain's messages; a broker that is away is logged and left to the reconciler."""
    for plan in chains:
        try:
            _chain_of_messages(job, plan).apply_async()
        except (OperationalError, redis.RedisError, OSError) as error:
            log.warning("A chain could not be sent", job=str(job.pk), lane=plan.lane, error=str(error))


def _chain_of_messages(job: GenerationJob, plan: ChainPlan) -> Any:
    headers = {CHAIN_HEADER: chain_name(job.pk, plan.lane)}
    return chain(
        *(
            app.signature(MESSAGE, args=(str(task.pk), job.epoch), immutable=True).set(
                shadow=task.key, headers=headers
            )
            for task in plan.tasks
        )
    )


def chain_name(job_id: UUID, lane: str) -> str:
    return f"{job_id}/{lane}"


def chains_in_queue() -> frozenset[str] | None:
    """Return the names of the chains that have a message in the queue.

    None means that nobody can tell: Redis is away, or the queue is too long to read. Messages that a worker
    holds are not in the queue; their tasks have a lease, or a time at which they are due.
    """
    try:
        if cast("int", connection().llen(QUEUE)) > _MOST_MESSAGES_READ:
            return None
        messages = cast("list[bytes]", connection().lrange(QUEUE, 0, -1))
    except redis.RedisError:
        return None
    return frozenset(json.loads(message)["headers"].get(CHAIN_HEADER, "") for message in messages)


def channel(job_id: UUID | str) -> str:
    """Return the name of the Redis channel on which a job's changes are announced."""
    return f"galley:job:{job_id}"


def publish(job_id: UUID, word: dict[str, Any]) -> None:
    """Tell whoever watches the job; nobody hears it while Redis is away."""
    try:
        connection().publish(channel(job_id), json.dumps(word))
    except redis.RedisError:
        log.debug("A change could not be announced", job=str(job_id))


@cache
def connection() -> redis.Redis:
    """Return this process's Redis client; it gives up within a second when Redis is away."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5, retry_on_timeout=False
    )
