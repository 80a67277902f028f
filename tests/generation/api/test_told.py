"""What a person's stream tells besides the course of their jobs, and when it ends."""

import asyncio
import threading
from collections.abc import Callable, Collection
from typing import TypeVar
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from knox.models import AuthToken
from rest_framework.request import Request

from generation.api.live import rounds
from generation.api.live.callers import Caller, caller_of
from generation.api.live.desk import desk
from generation.api.live.pictures import Picture
from generation.api.live.reading import read_pictures
from generation.api.live.streams import stream_job, stream_jobs
from generation.api.live.threads import off_the_loop
from generation.api.live.watchers import EVERYTHING, Watched
from generation.engine.broker import courier
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.deletion import delete_funnel, delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.models import ExportFile, GenerationJob, ProcessBeat
from tests.support.admin import client_of, make_beat
from tests.support.exports import ask_for, written_funnel
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db(transaction=True)

LAST = b"event: snapshot"
"""What all are told in the end: a job of Ana's that is started when everything else has happened."""

HAS_LOOKED = threading.Event()
"""Whether the stream's desk knows who works: a process that comes before that is no news to it."""

_HANGS_SECONDS = 60

T = TypeVar("T")


@pytest.fixture
def ana() -> User:
    return make_user("ana")


@pytest.fixture(autouse=True)
def _short_rounds(monkeypatch) -> None:
    monkeypatch.setattr(rounds, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(rounds, "CALLER_SECONDS", 0.05)
    monkeypatch.setattr(rounds, "off_the_loop", noting_a_look)


async def noting_a_look(read: Callable[..., T], *about: object) -> T:
    seen = await off_the_loop(read, *about)
    if read is rounds.read_who_works:
        HAS_LOOKED.set()
    return seen


def told(watched: Watched, happens: Callable[[], object], until: bytes) -> bytes:
    """Return what such a stream tells from when it has caught up, until it tells this."""

    async def run() -> bytes:
        HAS_LOOKED.clear()
        stream, heard = stream_jobs(watched, OPERATOR), b""
        async with asyncio.timeout(_HANGS_SECONDS):
            await anext(stream)
            while not (desk()._hub.is_connected and HAS_LOOKED.is_set()):
                await asyncio.sleep(0.02)
            happening = asyncio.create_task(asyncio.to_thread(happens))
            async for events in stream:
                heard += events
                if until in heard:
                    break
            await happening
        await stream.aclose()
        return heard

    return asyncio.run(run())


def ends(caller: Caller, happens: Callable[[], object]) -> bool:
    """Whether the caller's stream ends once this has happened, and not before."""

    async def run() -> bool:
        stream = stream_jobs(Watched(owner_id=caller.user_id), OPERATOR, caller)
        async with asyncio.timeout(_HANGS_SECONDS):
            await anext(stream)
            rest = asyncio.ensure_future(_all_of(stream))
            await asyncio.sleep(0.2)  # some rounds, in which nothing is wrong
            assert not rest.done()
            await asyncio.to_thread(happens)
            await rest
        return True

    return asyncio.run(run())


async def _all_of(stream) -> None:
    async for _ in stream:
        pass


def signed_in(user: User) -> Caller:
    """Return the caller with a session."""
    request = Request(HttpRequest())
    request._request.session = client_of(user).session
    request.user = user
    return caller_of(request)


def with_a_token(user: User) -> Caller:
    request = Request(HttpRequest())
    request.user = user
    request.auth, _ = AuthToken.objects.create(user)
    return caller_of(request)


@pytest.mark.parametrize("everything", [False, True])
def test_a_file_that_comes_further_is_told_to_its_owner_and_to_who_sees_everything(ana, everything):
    funnel = written_funnel(owner=ana)

    heard = told(EVERYTHING if everything else Watched(owner_id=ana.pk), lambda: ask_for(funnel), b"file")

    file = ExportFile.objects.get()
    assert f'event: file\ndata: {{"file":"{file.pk}","funnel":"{funnel.pk}"}}\n\n'.encode() in heard


def test_nothing_of_anybody_elses_files_and_deletions_is_told(ana):
    funnel = written_funnel(owner=make_user("ben"))

    def happens() -> None:
        ask_for(funnel)
        cancel_job(funnel.jobs.get())
        delete_funnel(funnel)
        start_running(make_funnel(ana))

    heard = told(Watched(owner_id=ana.pk), happens, LAST)

    assert b"file" not in heard
    assert b"event: gone" not in heard


@pytest.mark.parametrize("everything", [False, True])
def test_a_deleted_job_is_told(ana, everything):
    job = cancel_job(start_running(make_funnel(ana)))
    other = cancel_job(start_running(make_funnel(ana)))

    def happens() -> None:
        delete_job(GenerationJob.objects.get(pk=job.pk))
        delete_funnel(other.funnel)

    watched = EVERYTHING if everything else Watched(owner_id=ana.pk)
    heard = told(watched, happens, gone(other.pk))

    assert gone(job.pk) in heard


def test_a_deleted_job_is_told_once_though_a_word_of_it_comes_late(ana):
    job = cancel_job(start_running(make_funnel(ana)))

    def happens() -> None:
        delete_job(GenerationJob.objects.get(pk=job.pk))
        courier.publish([(job.pk, {"kind": "changed"})])
        start_running(make_funnel(ana))

    assert told(EVERYTHING, happens, LAST).count(gone(job.pk)) == 1


def test_a_job_that_goes_while_it_is_read_is_not_shown(ana, monkeypatch):
    job = start_running(make_funnel(ana))

    async def run() -> None:
        loop, own_desk = asyncio.get_running_loop(), desk()

        def read(job_ids: Collection[UUID]) -> list[Picture]:
            pictures = read_pictures(job_ids)
            loop.call_soon_threadsafe(own_desk.hear, job.pk, {"kind": "gone", "owner": ana.pk})
            return pictures

        monkeypatch.setattr("generation.api.live.desk.read_pictures", read)
        stream = stream_jobs(Watched(owner_id=ana.pk), OPERATOR)
        async with asyncio.timeout(_HANGS_SECONDS):
            heard = await anext(stream)
            while b"ready" not in heard:
                heard += await anext(stream)
        await stream.aclose()
        assert heard == gone(job.pk) + b"event: ready\ndata: {}\n\n"
        assert job.pk not in own_desk._pictures

    asyncio.run(run())


def gone(job_id: UUID) -> bytes:
    return b'event: gone\ndata: {"job":"%s"}\n\n' % str(job_id).encode()


def test_the_stream_of_one_job_ends_when_it_is_deleted(ana):
    job = start_running(make_funnel(ana))

    async def run() -> None:
        stream = stream_job(job.pk, OPERATOR)
        async with asyncio.timeout(_HANGS_SECONDS):
            await anext(stream)
            await asyncio.to_thread(lambda: delete_job(cancel_job(job)))
            await _all_of(stream)

    asyncio.run(run())


def test_who_sees_everything_is_told_of_each_process_and_all_of_the_first_worker_and_the_last(ana):
    make_beat("worker@one")
    own = Watched(owner_id=ana.pk)

    assert told(EVERYTHING, lambda: make_beat("worker@two"), b"processes")
    assert told(EVERYTHING, lambda: make_beat("reconciler@one", kind="reconciler"), b"processes")
    assert told(own, lambda: ProcessBeat.objects.all().delete(), b"processes")
    assert told(own, lambda: make_beat("worker@three"), b"processes")

    def another() -> None:
        make_beat("worker@four")
        start_running(make_funnel(ana))

    assert b"processes" not in told(own, another, LAST)


def test_who_is_turned_away_is_not_told_what_had_come_for_them(ana):
    job = start_running(make_funnel(ana))

    async def run() -> None:
        stream = stream_job(job.pk, OPERATOR)
        async with asyncio.timeout(_HANGS_SECONDS):
            await anext(stream)
            (watcher,) = desk()._audience.everybody()
            await asyncio.to_thread(cancel_job, job)
            (picture,) = await asyncio.to_thread(read_pictures, [job.pk])
            watcher.show(picture)
            watcher.turn_away()
            assert [told async for told in stream] == []

    asyncio.run(run())


@pytest.mark.parametrize("let_in", [signed_in, with_a_token])
@pytest.mark.parametrize(
    "happens",
    [
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.update(is_staff=True),
        lambda: (Session.objects.all().delete(), AuthToken.objects.all().delete()),
        lambda: User.objects.all().delete(),
    ],
    ids=["switched off", "other rights", "signed out", "deleted"],
)
def test_a_stream_ends_when_its_caller_would_not_be_let_in_any_more(ana, let_in, happens):
    assert ends(let_in(ana), happens)


def test_a_stream_ends_when_a_new_password_ended_its_session(ana):
    def change_password() -> None:
        ana.set_password("another one")
        ana.save()

    assert ends(signed_in(ana), change_password)
