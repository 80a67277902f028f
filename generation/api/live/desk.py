"""The desk: where all streams of a process have their jobs read, each change once for all who watch.

The hub's words say when to look. Every 15 seconds, and every two while Redis is away, one question for the
`seq` of all that is watched says whether something was missed, and another where those in line stand by now.
While the database is away there is no news.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog

from generation.api.live.callers import Caller
from generation.api.live.pictures import Picture, Text, event
from generation.api.live.reading import read_headings, read_owners, read_pictures, read_places
from generation.api.live.rounds import tell_who_works, turn_away
from generation.api.live.threads import off_the_loop
from generation.api.live.watchers import Audience, Watched, Watcher, watched_with
from generation.engine.broker.hub import Hub
from generation.engine.database import DATABASE_AWAY

log = structlog.get_logger(__name__)

QUIET_SECONDS = 15.0
"""How long it is trusted that no word of a change was lost."""
_BLIND_SECONDS = 2.0
_GATHER_SECONDS = 0.05  # what happens within this time is read at once
_MOST_AT_ONCE = 25  # jobs in one reading: the first of many should not wait for the last


class Desk:
    """The desk of one event loop. It works while anybody watches."""

    def __init__(self) -> None:
        self._hub = Hub(self)
        self._audience = Audience()
        self._newcomers: set[Watcher] = set()
        self._pictures: dict[UUID, Picture] = {}
        self._owners: dict[UUID, int] = {}
        self._unread: set[UUID] = set()
        self._texts: dict[tuple[UUID, str], Text] = {}
        self._gone: set[UUID] = set()  # since the desk began to serve what it serves now
        self._checked_at = 0.0
        self._there_is_work = asyncio.Event()
        self._at_work: list[asyncio.Task[None]] = []

    @contextmanager
    def watch(self, watched: Watched, caller: Caller | None = None) -> Iterator[Watcher]:
        """Lend a watcher: it is shown what there is to see, and then what changes, while its caller may."""
        watcher = Watcher(watched, caller)
        self._audience.add(watcher)
        self._newcomers.add(watcher)
        self._there_is_work.set()
        if not self._at_work:
            self._checked_at = time.monotonic()
            rounds = (tell_who_works(self._audience), turn_away(self._audience))
            works = (self._work(), self._hub.listen(), *rounds)
            self._at_work = [asyncio.create_task(work) for work in works]
        try:
            yield watcher
        finally:
            self._newcomers.discard(watcher)
            if self._audience.remove(watcher):
                self._forget_what_nobody_watches()

    def hear(self, subject_id: UUID, word: Mapping[str, Any]) -> None:
        match word.get("kind"):
            case "text":
                text = Text(subject_id, word)
                self._texts[subject_id, text.task] = text
            case "file":
                told = event("file", {"file": subject_id, "funnel": word.get("funnel")})
                for watcher in self._audience.of(subject_id, word.get("owner")):
                    watcher.pass_on(told)
            case "gone":
                self._say_gone(subject_id, word.get("owner"))
            case _:
                self._unread.add(subject_id)
        self._there_is_work.set()

    def look_at_everything(self) -> None:
        self._unread |= self._pictures.keys()
        self._newcomers |= self._audience.everybody()
        self._there_is_work.set()

    async def _work(self) -> None:
        while True:
            await self._wait_for_work()
            try:
                await self._serve()
            except DATABASE_AWAY as error:
                log.info("The database cannot be asked; streams have no news meanwhile", error=str(error))
            except Exception:  # without its desk no stream of this process would ever show anything again
                log.exception("The desk failed at something nobody foresaw")
            else:
                continue
            await asyncio.sleep(_BLIND_SECONDS)
            self.look_at_everything()

    async def _wait_for_work(self) -> None:
        """Return when there is something to look at, with what came right behind it, or a check is due."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds_to_check()):
                await self._there_is_work.wait()
                await asyncio.sleep(_GATHER_SECONDS)
        self._there_is_work.clear()

    def _seconds_to_check(self) -> float:
        every = QUIET_SECONDS if self._hub.is_connected else _BLIND_SECONDS
        return self._checked_at + every - time.monotonic()

    async def _serve(self) -> None:
        self._gone.clear()
        unread, self._unread = self._unread, set()
        texts, self._texts = self._texts, {}
        newcomers, self._newcomers = self._newcomers, set()
        if self._seconds_to_check() <= 0:
            unread |= await self._check()
        if newcomers:
            unread |= await self._moved({newcomer.watched for newcomer in newcomers})
        await self._learn_owners(unread | {job_id for job_id, _ in texts})
        for text in texts.values():
            for watcher in self._audience.of(text.job_id, self._owners.get(text.job_id)):
                watcher.tell(text)
        await self._read([job_id for job_id in unread if self._audience.of(job_id, self._owners.get(job_id))])
        self._welcome(newcomers)

    async def _check(self) -> set[UUID]:
        """Return the jobs that moved, or are open no more, without a word that was heard."""
        self._checked_at = time.monotonic()
        self._owners.clear()
        moved = await self._moved(self._audience.watched()) | await self._at_another_place()
        now = time.monotonic()
        for picture in list(self._pictures.values()):
            if picture.is_open and picture.job_id not in self._owners:
                moved.add(picture.job_id)
            elif not picture.is_open and picture.read_at < now - QUIET_SECONDS:
                del self._pictures[picture.job_id]
        return moved

    async def _at_another_place(self) -> set[UUID]:
        """Return the jobs that moved in line, as others were let in or raised: of that no word is said."""
        known = {picture.job_id: picture.place for picture in self._pictures.values() if picture.is_queued}
        places = await off_the_loop(read_places, known.keys()) if known else {}
        return {job_id for job_id, place in known.items() if places.get(job_id) != place}

    async def _moved(self, watched: Collection[Watched]) -> set[UUID]:
        """Return the jobs among what is watched of which the desk has no picture, or an old one."""
        headings = await off_the_loop(read_headings, frozenset(watched))
        self._owners |= {job_id: heading.owner_id for job_id, heading in headings.items()}
        seqs = {job_id: picture.seq for job_id, picture in self._pictures.items()}
        moved = {job_id for job_id, heading in headings.items() if heading.seq != seqs.get(job_id)}
        return moved | {one.job_id for one in watched if one.job_id and one.job_id not in headings}

    async def _learn_owners(self, job_ids: set[UUID]) -> None:
        if unknown := job_ids - self._owners.keys():
            self._owners |= await off_the_loop(read_owners, unknown)

    async def _read(self, job_ids: list[UUID]) -> None:
        for start in range(0, len(job_ids), _MOST_AT_ONCE):
            batch = job_ids[start : start + _MOST_AT_ONCE]
            pictures = await off_the_loop(read_pictures, batch)
            for picture in pictures:
                self._show(picture)
            for job_id in set(batch) - {picture.job_id for picture in pictures}:
                self._say_gone(job_id, self._owners.get(job_id))

    def _show(self, picture: Picture) -> None:
        if picture.job_id in self._gone:
            return  # it went while it was read
        known = self._pictures.get(picture.job_id)
        if known and known.seq == picture.seq and not picture.is_open:
            return  # a late word: the end was shown, and would be shown again
        if watchers := self._audience.of(picture.job_id, picture.owner_id):
            self._pictures[picture.job_id] = picture
        for watcher in watchers:
            watcher.show(picture)

    def _say_gone(self, job_id: UUID, owner_id: int | None) -> None:
        self._gone.add(job_id)
        self._unread.discard(job_id)
        self._owners.pop(job_id, None)
        self._pictures.pop(job_id, None)
        self._texts = {place: text for place, text in self._texts.items() if text.job_id != job_id}
        for watcher in self._audience.of(job_id, owner_id):
            watcher.say_gone(job_id)

    def _welcome(self, newcomers: set[Watcher]) -> None:
        """Show them what others have been shown before."""
        seen: dict[Watched, list[Picture]] = defaultdict(list)
        for picture in self._pictures.values():
            for watched in watched_with(picture.job_id, picture.owner_id):
                if picture.is_open or watched.job_id:
                    seen[watched].append(picture)
        for newcomer in newcomers:
            for picture in seen[newcomer.watched]:
                newcomer.show(picture)
            newcomer.say_caught_up()

    def _forget_what_nobody_watches(self) -> None:
        """Keep no picture of which nobody would hear that it is old."""
        if not self._audience:
            for task in self._at_work:
                task.cancel()
            self._at_work = []
        self._pictures = {
            picture.job_id: picture
            for picture in self._pictures.values()
            if self._audience.of(picture.job_id, picture.owner_id)
        }


def desk() -> Desk:
    """Return the desk of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _desks:
        _desks[loop] = Desk()
    return _desks[loop]


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()
