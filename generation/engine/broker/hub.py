"""What is said of jobs and files, heard through one Redis subscription for all streams of a process.

A word says only that there is something to see. Whoever hears it reads the database, so that a word which is
lost costs a look and nothing more.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.client import PubSub

from generation.engine.broker.courier import channel

log = structlog.get_logger(__name__)

_NAMES = channel("")
_PAUSE_SECONDS = 0.5
_QUIET_SECONDS = 5.0  # a subscription that says nothing for so long is asked whether it still stands
_STUCK_SECONDS = 5.0


class Listener(Protocol):
    """Who is told what the hub hears. It is called on the event loop, and must not wait."""

    def hear(self, subject_id: UUID, word: Mapping[str, Any]) -> None:
        """Take in a word about a job or a file."""

    def look_at_everything(self) -> None:
        """Know that words may have been lost: Redis went away, or is back."""


class Hub:
    """The ear of one event loop. `is_connected` says whether every word is heard just now."""

    def __init__(self, listener: Listener) -> None:
        self.is_connected = False
        self._listener = listener

    async def listen(self) -> None:
        """Pass on what is said, for ever; while Redis cannot be heard, ask for it again and again."""
        try:
            while True:
                _obey_a_lost_cancel()
                try:
                    await self._listen_until_lost()
                except (redis.RedisError, OSError) as error:
                    log.info("Redis cannot be heard; streams look at the database instead", error=str(error))
                if self.is_connected:
                    self.is_connected = False
                    self._listener.look_at_everything()  # and by itself from here on
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self.is_connected = False

    async def _listen_until_lost(self) -> None:
        client = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=_STUCK_SECONDS, socket_keepalive=True
        )
        async with client, client.pubsub() as subscription:
            await subscription.psubscribe(f"{_NAMES}*")
            self.is_connected = True
            self._listener.look_at_everything()
            while True:
                _obey_a_lost_cancel()
                await self._next_message(subscription)

    async def _next_message(self, subscription: PubSub) -> None:
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=_QUIET_SECONDS)
        if message is None:
            await subscription.ping()
        elif message["type"] == "pmessage":
            self._pass_on(message["channel"].decode().removeprefix(_NAMES), message["data"])

    def _pass_on(self, subject_id: str, data: bytes) -> None:
        try:
            self._listener.hear(UUID(subject_id), json.loads(data))
        except ValueError:
            log.warning("A word could not be read", subject=subject_id)


def _obey_a_lost_cancel() -> None:
    """Raise CancelledError where this task was cancelled and nobody told it.

    Before Python 3.12 `asyncio.wait_for`, by which Redis is reached, loses a cancel that comes as it ends.
    """
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
