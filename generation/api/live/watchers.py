"""Who watches, what they watch, and what came for them since they last asked."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

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

    `is_caught_up` says that with it the watcher knows all there is to see; words may have been lost before.
    `is_gone` says that the one job that is watched does not exist any more.
    """

    pictures: tuple[Picture, ...] = ()
    texts: tuple[Text, ...] = ()
    is_caught_up: bool = False
    is_gone: bool = False


class Watcher:
    """One client's view. News pile up to the latest, however slow the client is."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self._pictures: dict[UUID, Picture] = {}
        self._texts: dict[tuple[UUID, str], Text] = {}
        self._is_caught_up = False
        self._is_gone = False
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

    def say_gone(self) -> None:
        self._is_gone = True
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
            is_caught_up=self._is_caught_up,
            is_gone=self._is_gone,
        )
        self._pictures.clear()
        self._texts.clear()
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

    def everybody(self) -> set[Watcher]:
        return set().union(*self._watchers.values())

    def watched(self) -> frozenset[Watched]:
        return frozenset(self._watchers)
