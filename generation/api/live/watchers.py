"""Who watches, what they watch, and what came for them since they last asked."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from generation.api.live.callers import Caller
from generation.api.live.pictures import Picture, Text


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One job, or the open jobs of one owner, or (neither is named) everybody's."""

    job_id: UUID | None = None
    owner_id: int | None = None


EVERYTHING = Watched()


def watched_with(job_id: UUID, owner_id: int | None) -> tuple[Watched, ...]:
    """Return all by which a job may be watched; the owner is None where nobody knows of the job."""
    by_owner = () if owner_id is None else (Watched(owner_id=owner_id),)
    return (Watched(job_id=job_id), EVERYTHING, *by_owner)


@dataclass(frozen=True, kw_only=True)
class News:
    """What has come since a watcher last asked: at most one picture of a job, and one text of a task.

    `gone` are jobs that exist no more, `events` what is told as it is. `is_caught_up` says that with it the
    watcher knows all there is to see; words may have been lost before. `is_turned_away` says that whoever
    watches may do so no longer, and is told nothing of it.
    """

    pictures: tuple[Picture, ...] = ()
    texts: tuple[Text, ...] = ()
    gone: frozenset[UUID] = frozenset()
    events: tuple[bytes, ...] = ()
    is_caught_up: bool = False
    is_turned_away: bool = False


class Watcher:
    """One client's view. News pile up to the latest, however slow the client is.

    `caller` is who watches, where that is to be asked again.
    """

    def __init__(self, watched: Watched, caller: Caller | None = None) -> None:
        self.watched = watched
        self.caller = caller
        self._pictures: dict[UUID, Picture] = {}
        self._texts: dict[tuple[UUID, str], Text] = {}
        self._gone: set[UUID] = set()
        self._told_gone: set[UUID] = set()  # kept: of one that is gone nothing may be told again
        self._events: dict[bytes, None] = {}  # a set that keeps its order
        self._is_caught_up = False
        self._is_turned_away = False
        self._there_is_news = asyncio.Event()

    def show(self, picture: Picture) -> None:
        self._pictures[picture.job_id] = picture
        self._there_is_news.set()

    def tell(self, text: Text) -> None:
        self._texts[text.job_id, text.task] = text
        self._there_is_news.set()

    def say_caught_up(self) -> None:
        self._is_caught_up = True
        self._there_is_news.set()

    def say_gone(self, job_id: UUID) -> None:
        """Tell it that the job is gone, once, however often that is found out."""
        if job_id in self._told_gone:
            return
        self._pictures.pop(job_id, None)
        self._gone.add(job_id)
        self._told_gone.add(job_id)
        self._there_is_news.set()

    def pass_on(self, event: bytes) -> None:
        """Tell it this event; told again before it was sent, it is sent once."""
        self._events[event] = None
        self._there_is_news.set()

    def turn_away(self) -> None:
        self._is_turned_away = True
        self._there_is_news.set()

    async def news(self, *, seconds: float) -> News | None:
        """Return what has come, waiting up to `seconds` for it; None if nothing did."""
        try:
            async with asyncio.timeout(seconds):
                await self._there_is_news.wait()
        except TimeoutError:
            return None
        news = News(
            pictures=tuple(self._pictures.values()),
            texts=tuple(self._texts.values()),
            gone=frozenset(self._gone),
            events=tuple(self._events),
            is_caught_up=self._is_caught_up,
            is_turned_away=self._is_turned_away,
        )
        for told in (self._pictures, self._texts, self._gone, self._events):
            told.clear()
        self._is_caught_up = False
        self._there_is_news.clear()
        return news


class Audience:
    """The watchers of one event loop, found by what they watch."""

    def __init__(self) -> None:
        self._watchers: dict[Watched, set[Watcher]] = defaultdict(set)

    def __bool__(self) -> bool:
        return bool(self._watchers)

    def add(self, watcher: Watcher) -> None:
        self._watchers[watcher.watched].add(watcher)

    def remove(self, watcher: Watcher) -> bool:
        """Return whether it was the last that watched just this."""
        among = self._watchers[watcher.watched]
        among.discard(watcher)
        if not among:
            del self._watchers[watcher.watched]
        return not among

    def of(self, job_id: UUID, owner_id: int | None) -> list[Watcher]:
        """Return who watches the job of this owner."""
        among = (self._watchers.get(watched, ()) for watched in watched_with(job_id, owner_id))
        return [watcher for watchers in among for watcher in watchers]

    def of_everything(self) -> list[Watcher]:
        return list(self._watchers.get(EVERYTHING, ()))

    def everybody(self) -> set[Watcher]:
        return set().union(*self._watchers.values())

    def watched(self) -> frozenset[Watched]:
        return frozenset(self._watchers)
