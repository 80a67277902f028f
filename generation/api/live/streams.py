"""What a stream sends: each job whole first, then every change, and the whole of it when it has ended."""

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from generation.api.live.callers import Caller
from generation.api.live.desk import desk
from generation.api.live.pictures import Form, Picture, event
from generation.api.live.threads import give_up_thread
from generation.api.live.watchers import News, Watched
from generation.engine.standing.reach import Viewer

QUIET_SECONDS = 15.0
"""How long a stream says nothing at most."""
_READY = event("ready", {})
_ALIVE = event("alive", {})
_STILL_HERE = b": still here\n\n"


async def stream_job(job_id: UUID, viewer: Viewer, caller: Caller | None = None) -> AsyncIterator[bytes]:
    """Yield the job's events until it has ended or is gone, or the caller may not see it any more."""
    give_up_thread()
    shown = _Shown(viewer, Form.ONE_JOB)
    with desk().watch(Watched(job_id=job_id), caller) as watcher:
        while True:
            news = await watcher.news(seconds=QUIET_SECONDS)
            if news is None:
                yield _STILL_HERE
                continue
            if news.is_turned_away:
                return
            if told := b"".join(shown.tell(news)):
                yield told
            if news.gone or any(not picture.is_open for picture in news.pictures):
                return


async def stream_jobs(watched: Watched, viewer: Viewer, caller: Caller | None = None) -> AsyncIterator[bytes]:
    """Yield the events of all open jobs of an owner, or of everybody, as long as the caller may see them.

    `ready` says that all there is to see has been told: at the start, and again when something may have been
    missed. `alive` is said where there is nothing else: a browser's page cannot hear a comment.
    """
    give_up_thread()
    shown = _Shown(viewer, Form.MANY_JOBS)
    with desk().watch(watched, caller) as watcher:
        while True:
            news = await watcher.news(seconds=QUIET_SECONDS)
            if news is None:
                yield _ALIVE
                continue
            if news.is_turned_away:
                return
            if told := b"".join((*shown.tell(news), *shown.pass_on(news))):
                yield told


class _Shown:
    """What one client has been shown."""

    def __init__(self, viewer: Viewer, form: Form) -> None:
        self._viewer = viewer
        self._form = form
        self._pictures: dict[UUID, Picture] = {}

    def tell(self, news: News) -> Iterator[bytes]:
        """Yield what the client does not know yet, and hold it for known."""
        for text in news.texts:
            if text.job_id in self._pictures:
                yield text.told(self._form)
        for picture in news.pictures:
            before = self._pictures.get(picture.job_id)
            if before is None:
                yield picture.whole("snapshot", self._viewer, self._form)
            else:
                yield picture.changes_since(before, self._form)
            self._pictures[picture.job_id] = picture
            if not picture.is_open:
                yield picture.whole("end", self._viewer, self._form)
                del self._pictures[picture.job_id]

    def pass_on(self, news: News) -> Iterator[bytes]:
        """Yield what is told of many jobs and files alone."""
        for job_id in news.gone:
            self._pictures.pop(job_id, None)
            yield event("gone", {"job": job_id})
        yield from news.events
        if news.is_caught_up:
            yield _READY
