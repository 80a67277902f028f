"""Who watches which job in this process, told of changes through one Redis subscription for them all.

A watcher is told only that there is news, and reads the database: what is missed while Redis is away is found
by looking again. All of it lives on the event loop.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.client import PubSub

from generation.engine.courier import channel

log = structlog.get_logger(__name__)

_PATTERN = channel("*")
_PAUSE_SECONDS = 0.5
_QUIET_SECONDS = 5.0  # a subscription that says nothing for so long is asked whether it still stands
_STUCK_SECONDS = 5.0


@dataclass(frozen=True)
class News:
    """What has come since a watcher last asked: whether the job changed, and the latest text of each task."""

    changed: bool = False
    texts: tuple[Mapping[str, Any], ...] = ()


@dataclass(eq=False)
class Watcher:
    """One client's view of a job. News pile up to the latest, however slow the client is."""

    hub: "Hub"
    _changed: bool = False
    _texts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _there_is_news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, word: Mapping[str, Any]) -> None:
        if word.get("kind") == "text":
            self._texts[str(word.get("task"))] = word
        else:
            self._changed = True
        self._there_is_news.set()

    async def news(self, *, seconds: float) -> News | None:
        """Return what has come, waiting up to `seconds` for it; None if nothing did."""
        try:
            await asyncio.wait_for(self._there_is_news.wait(), seconds)
        except TimeoutError:
            return None
        news = News(changed=self._changed, texts=tuple(self._texts.values()))
        self._changed = False
        self._texts.clear()
        self._there_is_news.clear()
        return news


class Hub:
    """The watchers of one event loop. It listens while there are any."""

    def __init__(self) -> None:
        self.is_connected = False
        self._watchers: dict[str, set[Watcher]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    @contextmanager
    def watch(self, job_id: UUID) -> Iterator[Watcher]:
        """Lend a watcher of the job; what changes from here on is news to it."""
        watcher, name = Watcher(self), channel(job_id)
        self._watchers[name].add(watcher)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen(), name="hub")
        try:
            yield watcher
        finally:
            self._watchers[name].discard(watcher)
            if not self._watchers[name]:
                del self._watchers[name]
            if not self._watchers:
                self._listening.cancel()
                self._listening = None

    async def _listen(self) -> None:
        try:
            while True:
                try:
                    await self._listen_until_lost()
                except (redis.RedisError, OSError) as error:
                    log.info("Redis cannot be heard; streams look at the database instead", error=str(error))
                if self.is_connected:
                    self.is_connected = False
                    self._tell_everyone_to_look_again()  # and by themselves from here on
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self.is_connected = False

    async def _listen_until_lost(self) -> None:
        client = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=_STUCK_SECONDS, socket_keepalive=True
        )
        async with client, client.pubsub() as subscription:
            await subscription.psubscribe(_PATTERN)
            self._tell_everyone_to_look_again()
            self.is_connected = True
            while True:
                await self._next_message(subscription)

    async def _next_message(self, subscription: PubSub) -> None:
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=_QUIET_SECONDS)
        if message is None:
            await subscription.ping()
        elif message["type"] == "pmessage":
            self._pass_on(message["channel"].decode(), message["data"])

    def _pass_on(self, name: str, data: bytes) -> None:
        if watchers := self._watchers.get(name):
            word = json.loads(data)
            for watcher in watchers:
                watcher.tell(word)

    def _tell_everyone_to_look_again(self) -> None:
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.tell({"kind": "changed"})


def hub() -> Hub:
    """Return the hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()
