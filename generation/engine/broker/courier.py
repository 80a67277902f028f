"""What travels through Redis: Celery's messages, and the word that a job or a file has changed.

Where Redis is away nothing is lost: the reconciler sends again what did not go, and pages read the database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

import redis
import structlog
from celery import chain
from kombu import Connection

from config.celery import QUEUE, app
from generation.engine.broker import carrier
from generation.engine.broker.chains import ChainPlan
from generation.models import GenerationJob

log = structlog.get_logger(__name__)

MESSAGE = "generation.perform_task"
EXPORT_MESSAGE = "generation.make_export"
TRIAL_MESSAGE = "generation.try_provider"
DELIVERY_MESSAGE = "generation.deliver"
CHAIN_HEADER = "galley_chain"

RESEND = timedelta(seconds=10)
"""How long after a message was sent it may be sent again."""

_MOST_MESSAGES_READ = 20_000

Word = tuple[UUID, Mapping[str, Any]]
"""The id of a job or an export's file, and what is said to those who watch it; its `kind` tells which."""


def send_chains(job: GenerationJob, chains: Iterable[ChainPlan]) -> None:
    """Publish each chain's messages; a broker that is away is logged and left to the reconciler."""
    for plan in chains:
        try:
            with carrier.one_try():
                _chain_of_messages(job, plan).apply_async(connection=_sending_connection())
        except carrier.AWAY as error:
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


def send_export(file_id: UUID, kind: str) -> None:
    """Publish the message that has the file made."""
    _send(EXPORT_MESSAGE, str(file_id), shadow=f"export_{kind}", name=export_name(file_id))


def send_trial(incident_id: int, *, expires_seconds: float) -> None:
    """Publish the message that has a worker try a provider; not taken in time it counts for nothing."""
    _send(TRIAL_MESSAGE, incident_id, shadow="trial", expires=expires_seconds)


def send_delivery(delivery_id: UUID, number: int) -> None:
    """Publish the message that has a worker make this try of a delivery."""
    name = delivery_name(delivery_id, number)
    _send(DELIVERY_MESSAGE, str(delivery_id), number, shadow="delivery", name=name)


def _send(message: str, *args: str | int, shadow: str, name: str = "", expires: float | None = None) -> None:
    """Publish a message that stands alone; where the broker is away, another is sent later."""
    options: dict[str, Any] = {"shadow": shadow, "headers": {CHAIN_HEADER: name}, "expires": expires}
    try:
        with carrier.one_try():
            app.signature(message, args=args, immutable=True).set(**options).apply_async(
                connection=_sending_connection()
            )
    except carrier.AWAY as error:
        log.warning("A message could not be sent", message=shadow, about=args[0], error=str(error))


def delivery_name(delivery_id: UUID, number: int) -> str:
    """Return the name of a try's message among those of `chains_in_queue`."""
    return f"delivery/{delivery_id}/{number}"


def export_name(file_id: UUID) -> str:
    """Return the name of an export's message among those of `chains_in_queue`."""
    return f"export/{file_id}"


def chain_name(job_id: UUID, lane: str) -> str:
    return f"{job_id}/{lane}"


def chains_in_queue() -> frozenset[str] | None:
    """Return the names of the chains that have a message in the queue.

    None means that nobody can tell: Redis is away, or the queue is too long to read. Messages that a worker
    holds are not in the queue; their tasks have a lease, or a time at which they are due.
    """
    try:
        if cast("int", carrier.connection().llen(QUEUE)) > _MOST_MESSAGES_READ:
            return None
        messages = cast("list[bytes]", carrier.connection().lrange(QUEUE, 0, -1))
    except redis.RedisError:
        return None
    return frozenset(_chain_of(message) for message in messages)


def _chain_of(message: bytes) -> str:
    """Return the name of the message's chain; empty when the message is not one of ours."""
    try:
        return str(json.loads(message)["headers"][CHAIN_HEADER])
    except (ValueError, KeyError, TypeError):
        return ""


def channel(subject_id: UUID | str) -> str:
    """Return the name of the Redis channel on which changes of a job or a file are announced."""
    return f"galley:{subject_id}"


def publish(words: Sequence[Word]) -> bool:
    """Tell whoever watches these jobs and files, all in one go; return whether Redis took it."""
    if not words:
        return True
    pipeline = carrier.connection().pipeline(transaction=False)
    for subject_id, word in words:
        pipeline.publish(channel(subject_id), json.dumps(word))
    try:
        with carrier.one_try():
            pipeline.execute()
    except carrier.AWAY as error:
        log.debug("Changes could not be announced", count=len(words), error=str(error))
        return False
    return True


@cache
def _sending_connection() -> Connection:
    """Return the connection that messages are sent on.

    Celery's own are a worker's as well: they wait for half a minute, and try to connect for some seconds.
    """
    briefly = {"socket_timeout": carrier.TRY_SECONDS, "socket_connect_timeout": carrier.TRY_SECONDS}
    return app.connection_for_write(transport_options={**briefly, "max_retries": 0})
