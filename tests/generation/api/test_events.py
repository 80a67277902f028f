"""The event stream of one job, from a real web server."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from django.conf import settings
from django.utils.dateparse import parse_datetime

from generation.api.live import desk
from generation.api.live.streams import stream_job
from generation.engine.broker import carrier, courier
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import GenerationJob, JobEvent
from tests.support.api import token_of
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.galley import RunningWeb
from tests.support.jobs import begin, start_running, write
from tests.support.processes import wait_until
from tests.support.streams import Event, Stream, open_stream
from tests.support.threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch(web: RunningWeb) -> Iterator[Callable[[GenerationJob], Stream]]:
    """Opens a stream as the job's owner: `watch(job)`."""
    opened: list[Stream] = []

    def open_one(job: GenerationJob, token: str = "") -> Stream:
        opened.append(open_stream(f"{web.address}/api/jobs/{job.pk}/events/", token or token_of(job.owner)))
        return opened[-1]

    yield open_one
    for stream in opened:
        stream.close()


def test_the_whole_job_comes_first_and_every_change_after_it(watch, worker):
    job = start_job(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    worker()

    wait_for_end(job)
    end = stream.wait_for(lambda event: event.name == "end")

    assert stream.names()[0] == "snapshot"
    assert end.data["status"] == "completed"
    done = {
        event.data["key"] for event in stream.events if event.name == "task" and event.data["completed_at"]
    }
    assert len(done) == 14
    assert wait_until(lambda: stream.has_ended)


def test_a_change_is_told_within_a_second(watch):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    assert wait_until(carrier.connection().pubsub_numpat)

    told = told_soon(job, stream)

    assert parse_datetime(told.data["completed_at"])


def written_task_at(position: int) -> Callable[[Event], object]:
    return lambda event: event.name == "task" and event.data["position"] == position and event.data["words"]


def told_soon(job: GenerationJob, stream: Stream) -> Event:
    """Return what is told of the last of three changes, or of more where the machine has much else to do.

    Each is told, though the web server does not look whether a word was lost; one within a second.
    """
    seconds: list[float] = []
    for position in range(1, 13):
        write(job, position)
        told = stream.wait_for(written_task_at(position))
        happened = JobEvent.objects.filter(job=job, kind="task_completed").latest("seq")
        assert 0 < int(told.id) <= happened.seq  # it never claims to show more than it does
        seconds.append(told.at - happened.at.timestamp())
        if position >= 3 and min(seconds) < 1:
            return told
    raise AssertionError(f"None was told within a second: {seconds}")


def test_progress_is_told_with_each_change(watch):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")

    write(job, 1)

    progress = stream.wait_for(lambda event: event.name == "progress" and event.data["progress"]["completed"])
    assert progress.data.keys() == {
        *("status", "queue_position", "expected_start", "progress", "current_tasks", "estimated_completion")
    }


def test_what_is_being_written_is_shown(watch):
    job = start_running(make_funnel())
    begin(job, 1)
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    word = {"task": "lead_magnet_part_1", "section": "cover", "text": "A calm inbox"}

    assert wait_until(lambda: carrier.connection().pubsub_numpat())
    courier.publish([(job.pk, {"kind": "text", **word})])

    assert stream.wait_for(lambda event: event.name == "text").data == word


def test_a_change_whose_word_was_lost_is_shown_while_text_streams(monkeypatch):
    job = start_running(make_funnel())
    say, text = courier.publish, {"kind": "text", "task": "a", "section": "cover", "text": "A calm inbox"}
    monkeypatch.setattr(courier, "publish", lambda words: True)  # as far as Redis knows
    monkeypatch.setattr(desk, "QUIET_SECONDS", 0.5)

    async def keep_writing() -> None:
        while True:
            await asyncio.to_thread(say, [(job.pk, text)])
            await asyncio.sleep(0.1)

    async def read_until(name: bytes, stream: AsyncIterator[bytes]) -> None:
        async for event in stream:
            if b"event: " + name in event:
                return

    async def run() -> None:
        writing, stream = asyncio.create_task(keep_writing()), stream_job(job.pk, OPERATOR)
        async with asyncio.timeout(60):
            await read_until(b"text", stream)
            await read_until(b"text", stream)  # by now it has looked once, as told when Redis was there
            in_thread(lambda: write(job, 1))
            await read_until(b"task", stream)
        writing.cancel()
        await stream.aclose()

    asyncio.run(run())


def test_a_stream_goes_on_by_itself_when_redis_is_back(watch, redis_server):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")

    redis_server.restart()
    assert wait_until(lambda: redis_server.client().pubsub_numpat())

    assert told_soon(job, stream)


def test_changes_arrive_while_redis_is_away(watch, redis_server):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    redis_server.stop()

    write(job, 1)

    stream.wait_for(lambda event: event.name == "task" and event.data["words"])


def test_a_stream_opens_while_redis_is_away(watch, redis_server):
    job = start_running(make_funnel())
    redis_server.stop()

    stream = watch(job)

    assert stream.wait_for(lambda event: event.name == "snapshot")
    cancel_job(job)
    assert stream.wait_for(lambda event: event.name == "end").data["status"] == "cancelled"


def test_a_stream_outlives_the_database(watch, postgres_server):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    postgres_server.stop()
    courier.publish([(job.pk, {"kind": "changed"})])
    time.sleep(1)

    postgres_server.start()
    write(job, 1)

    told = stream.wait_for(lambda event: event.name == "task" and event.data["words"])
    assert told.data["position"] == 1
    assert not stream.has_ended


def test_a_stream_asked_for_while_the_database_is_away_is_to_be_asked_for_again(watch, postgres_server):
    job = start_running(make_funnel())
    token = token_of(job.owner)
    postgres_server.stop()

    refused = watch(job, token).response

    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) > 0


def test_a_job_that_has_ended_answers_204(watch):
    job = cancel_job(start_running(make_funnel()))

    assert watch(job).response.status == 204


def test_the_answer_is_neither_cached_nor_held_back(watch):
    response = watch(start_running(make_funnel())).response

    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-cache, no-transform"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Content-Encoding"] is None


def test_somebody_elses_stream_is_404(watch):
    job = start_running(make_funnel())

    refused = watch(job, token_of(make_user("ben"))).response

    assert refused.status == 404
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_open_streams_hold_no_database_connection(watch):
    """More of them are open than the web server may have connections, and it answers all of them."""
    job = start_running(make_funnel())
    pool = settings.DATABASES["default"]["POOL_OPTIONS"]
    streams = [watch(job) for _ in range(pool["POOL_SIZE"] + pool["MAX_OVERFLOW"] + 10)]
    for stream in streams:
        stream.wait_for(lambda event: event.name == "snapshot")

    write(job, 1)
    for stream in streams:
        stream.wait_for(lambda event: event.name == "task" and event.data["words"])


def test_a_client_that_leaves_is_forgotten(watch, redis_server):
    job = start_running(make_funnel())
    stream = watch(job)
    stream.wait_for(lambda event: event.name == "snapshot")
    assert wait_until(lambda: redis_server.client().pubsub_numpat() == 1)

    stream.close()
    write(job, 1)

    assert wait_until(lambda: redis_server.client().pubsub_numpat() == 0)
