"""What travels through Redis: Celery's messages, and the word that a job or a file has changed.

Redis is only the carrier. Everything here is tried once, briefly, and may fail without harm: the reconciler
sends again what was lost, and pages read the database. A Redis that accepts connections and says nothing is
the worst case: it costs this process half a second in every few, however many threads have something to say.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast
from uuid import UUID

import redis
import structlog
from celery import chain
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError

from config.celery import QUEUE, app
from generation.engine.broker.chains import ChainPlan
from generation.models import GenerationJob
from generation.once import OncePerProcess

log = structlog.get_logger(__name__)

MESSAGE = "generation.perform_task"
EXPORT_MESSAGE = "generation.make_export"
TRIAL_MESSAGE = "generation.try_provider"
DELIVERY_MESSAGE = "generation.deliver"
CHAIN_HEADER = "galley_chain"
PAUSE_SECONDS = 2.0  # how long a silent Redis is left alone

_TRY_SECONDS = 0.5
_REFUSED_WITHIN_SECONDS = 0.1  # a refusal costs nobody anything, and may be over in a moment
_MOST_MESSAGES_READ = 20_000
_AWAY = (OperationalError, redis.RedisError, OSError)

Word = tuple[UUID, Mapping[str, Any]]
"""The id of a job or an export's file, and what is said to those who watch it; its `kind` tells which."""


def send_chains(job: GenerationJob, chains: Iterable[ChainPlan]) -> None:
    """Publish each chain's messages; a broker that is away is logged and left to the reconciler."""
    for plan in chains:
        try:
            with _line.get().one_try():
                _chain_of_messages(job, plan).apply_async(connection=_sending_connection())
        except _AWAY as error:
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
        with _line.get().one_try():
            app.signature(message, args=args, immutable=True).set(**options).apply_async(
                connection=_sending_connection()
            )
    except _AWAY as error:
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
        if cast("int", connection().llen(QUEUE)) > _MOST_MESSAGES_READ:
            return None
        messages = cast("list[bytes]", connection().lrange(QUEUE, 0, -1))
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
    pipeline = connection().pipeline(transaction=False)
    for subject_id, word in words:
        pipeline.publish(channel(subject_id), json.dumps(word))
    try:
        with _line.get().one_try():
            pipeline.execute()
    except _AWAY as error:
        log.debug("Changes could not be announced", count=len(words), error=str(error))
        return False
    return True


def run_script(script: str, *, keys: Sequence[str], args: Sequence[float | str]) -> Any:
    """Run a Lua script in Redis and return its answer; None where Redis is away."""
    try:
        with _line.get().one_try():
            return connection().register_script(script)(keys=keys, args=args)
    except _AWAY as error:
        log.debug("A script could not be run", error=str(error))
        return None


@cache
def connection() -> redis.Redis:
    """Return this process's Redis client; it gives up within half a second when Redis says nothing."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_TRY_SECONDS, socket_connect_timeout=_TRY_SECONDS
    )


@cache
def _sending_connection() -> Connection:
    """Return the connection that messages are sent on.

    Celery's own are a worker's as well: they wait for half a minute, and try to connect for some seconds.
    """
    short = {"socket_timeout": _TRY_SECONDS, "socket_connect_timeout": _TRY_SECONDS, "max_retries": 0}
    return app.connection_for_write(transport_options=short)


class _Line:
    """The way to Redis, used by one thread at a time, and by none for a while after one waited in vain.

    In a burst one thread pays for a silent Redis; those that stood behind it turn away at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0

    @contextmanager
    def one_try(self) -> Iterator[None]:
        """Let the caller try. Raises ConnectionError of redis while nobody may."""
        with self._lock:
            began = time.monotonic()
            if began < self._closed_until:
                raise redis.ConnectionError("Redis did not answer a moment ago")
            try:
                yield
            except _AWAY:
                if time.monotonic() - began > _REFUSED_WITHIN_SECONDS:
                    self._closed_until = time.monotonic() + PAUSE_SECONDS
                raise


_line = OncePerProcess(_Line)
