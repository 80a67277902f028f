"""The event stream of one job: the whole of it first, then every change, until it has ended.

Whatever is sent is read from the database. A word from Redis only says when to look; every 15 seconds, and
every two while Redis is away, the job's `seq` says whether something was missed. While the database is away
there is no news: a browser whose stream broke off would ask again, be refused, and give up for good.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from generation.api.access import ApiView, find_job, viewer
from generation.api.negotiation import OneForm
from generation.api.serializers.jobs import JobSerializer
from generation.engine.database import DATABASE_AWAY
from generation.engine.hub import News, Watcher, hub
from generation.engine.standing import Viewer, jobs_to_show, standing
from generation.models import GenerationJob
from generation.states import OPEN_JOB

QUIET_SECONDS = 15.0
"""How long a stream says nothing at most, and trusts that no word of a change was lost."""
_BLIND_SECONDS = 2.0
_GATHER_SECONDS = 0.1  # what happens within this time is told at once
_PROGRESS = ("status", "progress", "current_tasks", "estimated_completion")

Job = dict[str, Any]


class JobEvents(ApiView):
    content_negotiation_class = OneForm

    @extend_schema(
        operation_id="jobs_events",
        summary="Watch a job",
        description=(
            "A stream of server-sent events that begins with the whole job and ends with the job. "
            "204 once it has ended."
        ),
        responses={
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR,
                description="`snapshot` (the job), then `task` (one of its tasks), `progress`, `text` (what"
                " is being written), and `end` (the job).",
            ),
            204: OpenApiResponse(description="The job has ended; there is nothing to wait for."),
        },
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        job = find_job(request, job_id)
        if not job.is_open:
            return HttpResponse(status=204)
        stream = stream_job(job.pk, viewer(request))
        connection.close()  # the stream may stay open for hours; it borrows a connection for each look
        return StreamingHttpResponse(
            stream,
            content_type="text/event-stream",
            headers={
                "Cache-Control": "no-cache, no-transform",
                "X-Accel-Buffering": "no",
            },
        )


async def stream_job(job_id: UUID, viewer: Viewer) -> AsyncIterator[bytes]:
    """Yield the job's events until it has ended or is gone."""
    with hub().watch(job_id) as watcher:
        shown = await _read_job(job_id, viewer)
        if shown is None:
            return
        yield _event("snapshot", shown, seq=shown["seq"])
        checked_at = time.monotonic()
        while shown["status"] in OPEN_JOB:
            check_at = checked_at + (QUIET_SECONDS if watcher.hub.is_connected else _BLIND_SECONDS)
            news = await _wait_for_news(watcher, until=check_at)
            for text in news.texts:
                yield _event("text", {name: text[name] for name in ("task", "section", "text")})
            has_changed = news.changed
            if time.monotonic() >= check_at:
                checked_at = time.monotonic()
                yield b": still here\n\n"
                has_changed = has_changed or await _has_moved(shown)
            if has_changed:
                job = await _look_again(watcher, shown, viewer)
                if job is None:
                    return
                for event in _changes(shown, job):
                    yield event
                shown = job
        yield _event("end", shown, seq=shown["seq"])


async def _wait_for_news(watcher: Watcher, *, until: float) -> News:
    """Return what is new as soon as there is something, or nothing at `until`, by the monotonic clock."""
    news = await watcher.news(seconds=until - time.monotonic())
    if news is None:
        return News()
    await asyncio.sleep(_GATHER_SECONDS)
    return news


async def _look_again(watcher: Watcher, shown: Job, viewer: Viewer) -> Job | None:
    """Return the job as it is now; while the database is away, as it was shown, and look again soon."""
    try:
        return await _read_job(UUID(shown["id"]), viewer)
    except DATABASE_AWAY:
        await asyncio.sleep(_BLIND_SECONDS)
        watcher.tell({"kind": "changed"})
        return shown


async def _has_moved(shown: Job) -> bool:
    try:
        return bool(await _read_seq(UUID(shown["id"])) != shown["seq"])
    except DATABASE_AWAY:
        return False


def _changes(before: Job, now: Job) -> Iterator[bytes]:
    known = {task["key"]: task for task in before["tasks"]}
    for task in now["tasks"]:
        if task != known.get(task["key"]):
            yield _event("task", task, seq=now["seq"])
    if any(now[name] != before[name] for name in _PROGRESS):
        yield _event("progress", {name: now[name] for name in _PROGRESS}, seq=now["seq"])


def _event(name: str, data: Any, *, seq: int | None = None) -> bytes:
    """Return one event as it goes over the wire; JSON has no line breaks, so its data is one line."""
    number = b"" if seq is None else b"id: %d\n" % seq
    return b"%sevent: %s\ndata: %s\n\n" % (number, name.encode(), JSONRenderer().render(data))


def _read_job_now(job_id: UUID, viewer: Viewer) -> Job | None:
    try:
        job = jobs_to_show().filter(pk=job_id).first()
        return dict(JobSerializer(standing(job, viewer=viewer)).data) if job else None
    finally:
        connection.close()


def _read_seq_now(job_id: UUID) -> int | None:
    try:
        return GenerationJob.objects.filter(pk=job_id).values_list("seq", flat=True).first()
    finally:
        connection.close()


_read_job = sync_to_async(_read_job_now, thread_sensitive=False)
_read_seq = sync_to_async(_read_seq_now, thread_sensitive=False)
