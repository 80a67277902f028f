"""The event stream of all open jobs, from a real web server."""

import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from django.contrib.auth.models import User
from django.db import connection

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.broker import carrier, courier
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.models import GenerationJob
from settings_app import store
from tests.support.api import token_of
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.galley import RunningWeb
from tests.support.jobs import begin, start_running, write
from tests.support.processes import wait_until
from tests.support.servers import RedisControl
from tests.support.streams import Event, Stream, open_stream

pytestmark = pytest.mark.django_db(transaction=True)

Watch = Callable[..., Stream]


@pytest.fixture
def watch(web: RunningWeb) -> Iterator[Watch]:
    """Opens a stream and returns once it is ready: `watch(user, query="?owner=all")`.

    Another `ready` may follow, when Redis has come to be heard.
    """
    opened: list[Stream] = []

    def open_one(user: User, query: str = "") -> Stream:
        opened.append(open_stream(f"{web.address}/api/events/{query}", token_of(user)))
        if opened[-1].response.status == 200:
            opened[-1].wait_for(lambda event: event.name == "ready")
        return opened[-1]

    yield open_one
    for stream in opened:
        stream.close()


def snapshot_of(job: GenerationJob) -> Callable[[Event], bool]:
    return lambda event: event.name == "snapshot" and event.data["job"] == str(job.pk)


def end_of(job: GenerationJob) -> Callable[[Event], bool]:
    return lambda event: event.name == "end" and event.data["job"] == str(job.pk)


def a_written_task(job: GenerationJob) -> Callable[[Event], object]:
    return lambda event: event.name == "task" and event.data["job"] == str(job.pk) and event.data["words"]


def jobs_told_by(stream: Stream) -> set[str]:
    """Return the jobs that anything was told of; processes that come and go are nobody's."""
    return {event.data["job"] for event in stream.events if "job" in event.data}


def ready_again(stream: Stream) -> bool:
    return stream.names().count("ready") > 1


def test_every_open_job_of_the_caller_comes_first_and_whole(watch, ana):
    running, ended = start_running(make_funnel(ana)), cancel_job(start_running(make_funnel(ana)))
    in_line = start_job(make_funnel(ana))

    stream = watch(ana)

    assert stream.names()[:3] == ["snapshot", "snapshot", "ready"]
    told = {event.data["job"]: event.data for event in stream.events if event.name == "snapshot"}
    assert told.keys() == {str(running.pk), str(in_line.pk)}
    assert str(ended.pk) not in told
    assert told[str(running.pk)]["id"] == str(running.pk)
    assert told[str(running.pk)]["funnel"] == str(running.funnel_id)
    assert len(told[str(running.pk)]["tasks"]) == 14
    assert "cancel" in told[str(running.pk)]["actions"]


def test_a_caller_without_an_open_job_is_told_that_there_is_nothing(watch, ana):
    stream = watch(ana)

    assert jobs_told_by(stream) == set()
    assert not stream.has_ended


def test_changes_name_their_job_and_the_stream_goes_on_after_its_end(watch, ana, worker):
    first = start_job(make_funnel(ana))
    stream = watch(ana)
    worker()

    wait_for_end(first)
    end = stream.wait_for(end_of(first))

    assert end.data["status"] == "completed"
    assert end.data["progress"]["completed"] == 14
    assert jobs_told_by(stream) == {str(first.pk)}
    done = {
        event.data["key"] for event in stream.events if event.name == "task" and event.data["completed_at"]
    }
    assert len(done) == 14
    second = start_job(make_funnel(ana))
    stream.wait_for(end_of(second))
    assert not stream.has_ended
    assert stream.names().count("end") == 2


def test_a_job_that_is_started_or_resumed_later_appears_at_once(watch, ana):
    stream = watch(ana)
    assert wait_until(carrier.connection().pubsub_numpat)

    seconds: list[float] = []
    while len(seconds) < 3 or (min(seconds) >= 1 and len(seconds) < 10):  # more on a machine with much to do
        job = start_running(make_funnel(ana))
        appeared = stream.wait_for(snapshot_of(job))
        seconds.append(appeared.at - job.created_at.timestamp())

    assert min(seconds) < 1
    cancel_job(job)
    assert stream.wait_for(end_of(job)).data["status"] == "cancelled"
    resume_job(job)
    assert wait_until(lambda: len([event for event in stream.events if snapshot_of(job)(event)]) == 2)


def test_a_word_that_comes_after_the_end_tells_it_no_second_time(watch, ana):
    job = start_running(make_funnel(ana))
    stream = watch(ana)
    cancel_job(job)
    stream.wait_for(end_of(job))

    courier.publish([(job.pk, {"kind": "stage", "task": "lead_magnet_part_1"})])
    second = start_running(make_funnel(ana))
    stream.wait_for(snapshot_of(second))

    assert len([event for event in stream.events if end_of(job)(event)]) == 1


def test_what_is_being_written_is_shown_with_its_job(watch, ana):
    job = start_running(make_funnel(ana))
    begin(job, 1)
    stream = watch(ana)
    word = {"task": "lead_magnet_part_1", "section": "cover", "text": "A calm inbox"}
    assert wait_until(carrier.connection().pubsub_numpat)

    courier.publish([(job.pk, {"kind": "text", **word})])

    assert stream.wait_for(lambda event: event.name == "text").data == {"job": str(job.pk), **word}


def test_nothing_of_anybody_elses_job_is_told(watch, ana):
    ben = make_user("ben")
    theirs = start_running(make_funnel(ben))
    stream, sam = watch(ana), watch(make_user("sam", is_staff=True))

    write(theirs, 1)
    courier.publish([(theirs.pk, {"kind": "text", "task": "a", "section": "cover", "text": "Secret"})])
    later = start_running(make_funnel(ben))
    cancel_job(theirs)
    mine = start_running(make_funnel(ana))
    stream.wait_for(snapshot_of(mine))
    theirs_too = watch(ben)

    assert theirs_too.names()[:2] == ["snapshot", "ready"]
    assert theirs_too.events[0].data["job"] == str(later.pk)
    assert jobs_told_by(stream) == {str(mine.pk)}
    assert jobs_told_by(sam) == set()


def test_staff_may_watch_everybodys_and_do_what_they_may_do(watch, ana):
    job, sam = start_running(make_funnel(ana)), make_user("sam", is_staff=True)

    stream = watch(sam, "?owner=all")
    own = watch(ana)

    assert stream.names()[:2] == ["snapshot", "ready"]
    assert stream.events[0].data["job"] == str(job.pk)
    assert stream.events[0].data["actions"] == []
    assert "cancel" in own.events[0].data["actions"]
    write(job, 1)
    stream.wait_for(a_written_task(job))
    own.wait_for(a_written_task(job))


def test_only_staff_may_watch_everybodys(watch, ana):
    assert watch(ana, "?owner=all").response.status == 403
    assert watch(ana, "?owner=ben").response.status == 400
    assert jobs_told_by(watch(ana, "?owner=")) == set()


def test_without_a_login_there_is_no_stream(web):
    assert open_stream(f"{web.address}/api/events/", "none").response.status == 401


def test_the_answer_is_neither_cached_nor_held_back(watch, ana):
    response = watch(ana).response

    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-cache, no-transform"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Content-Encoding"] is None


def test_streams_are_never_counted(watch, ana, redis_server):
    watch(ana)

    assert list(redis_server.client().scan_iter("*throttle*")) == []


def test_a_stream_goes_on_by_itself_when_redis_is_back(watch, ana, redis_server):
    job = start_running(make_funnel(ana))
    stream = watch(ana)

    redis_server.restart()
    assert wait_until(lambda: redis_server.client().pubsub_numpat())
    assert wait_until(lambda: ready_again(stream))
    write(job, 1)

    stream.wait_for(a_written_task(job))
    later = start_running(make_funnel(ana))
    stream.wait_for(snapshot_of(later))


def test_jobs_change_and_appear_while_redis_is_away(watch, ana, redis_server: RedisControl):
    job = start_running(make_funnel(ana))
    stream = watch(ana)
    redis_server.stop()

    write(job, 1)
    later = start_running(make_funnel(ana))

    stream.wait_for(a_written_task(job))
    stream.wait_for(snapshot_of(later))
    cancel_job(later)
    stream.wait_for(end_of(later))


def test_a_job_that_moves_up_in_line_is_told_its_place_as_nothing_of_it_changed(watch, ana, redis_server):
    """Looked at with every check: each 15 seconds, and each two while Redis is away."""
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    before = start_job(make_funnel(make_user("ben")))
    job = start_job(make_funnel(ana))
    stream = watch(ana)
    redis_server.stop()

    cancel_job(before)

    stream.wait_for(lambda event: event.name == "progress" and event.data["queue_position"] == 1)
    assert jobs_told_by(stream) == {str(job.pk)}


def test_a_stream_outlives_the_database_and_says_when_it_has_caught_up(watch, ana, postgres_server):
    job = start_running(make_funnel(ana))
    stream = watch(ana)
    postgres_server.stop()
    courier.publish([(job.pk, {"kind": "changed"})])
    time.sleep(1)

    postgres_server.start()
    write(job, 1)

    stream.wait_for(a_written_task(job))
    assert wait_until(lambda: ready_again(stream))
    assert not stream.has_ended


def test_open_streams_hold_no_database_connection(watch, ana):
    job = start_running(make_funnel(ana))
    streams = [watch(ana) for _ in range(30)]

    with connection.cursor() as cursor:
        assert wait_until(lambda: _others_without_the_idle(cursor) == 0), "Somebody came for a connection"

    write(job, 1)
    for stream in streams:
        stream.wait_for(a_written_task(job))


def _others_without_the_idle(cursor) -> int:
    """Return how many connections others have, once those that only lie in a pool were ended."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'"
    )
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return int(cursor.fetchone()[0])


def test_open_streams_hold_no_thread(watch, ana, web):
    process = psutil.Process(web.pid)
    threads = process.num_threads()

    streams = [watch(ana) for _ in range(10)]

    assert wait_until(lambda: process.num_threads() < threads + len(streams))
    assert not streams[0].has_ended


def test_the_last_stream_that_closes_ends_the_listening(watch, ana, redis_server):
    one, two = watch(ana), watch(ana)
    assert wait_until(lambda: redis_server.client().pubsub_numpat() == 1)

    one.close()
    two.close()
    start_running(make_funnel(ana))

    assert wait_until(lambda: redis_server.client().pubsub_numpat() == 0, seconds=40)
