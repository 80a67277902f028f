"""What the herald says, and that nobody waits for it."""

import json
import os
import time
from uuid import uuid4

import pytest

from generation.engine import courier, herald
from tests.support.processes import wait_until


@pytest.fixture
def heard(redis_server):
    """Return a function that answers with what was said of a job up to its event `seq`."""
    with redis_server.client() as client, client.pubsub(ignore_subscribe_messages=True) as ears:

        def listen(job_id) -> None:
            ears.subscribe(courier.channel(job_id))
            ears.get_message(timeout=5)

        def words(seq: int) -> list[int]:
            said: list[int] = []
            while seq not in said:
                message = ears.get_message(timeout=5)
                assert message, f"Only {said} was heard"
                said.append(json.loads(message["data"])["seq"])
            return said

        words.of = listen  # type: ignore[attr-defined]
        yield words


def test_a_change_is_said_on_the_jobs_channel(heard):
    job = uuid4()
    heard.of(job)

    herald.announce(job, 3)

    assert heard(3) == [3]


def test_changes_that_come_while_redis_is_silent_hold_nobody_up(silent_redis):
    began = time.monotonic()
    for seq in range(1000):
        herald.announce(uuid4(), seq)

    assert time.monotonic() - began < courier.PAUSE_SECONDS


def test_the_herald_outlives_what_it_cannot_say(heard, monkeypatch):
    job = uuid4()
    heard.of(job)
    said = courier.publish

    def break_down_once(words) -> None:
        monkeypatch.setattr(courier, "publish", said)
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(courier, "publish", break_down_once)
    herald.announce(job, 1)
    assert wait_until(lambda: courier.publish is said)
    herald.announce(job, 2)

    assert heard(2)[-1] == 2


def test_a_forked_child_has_a_herald_of_its_own(heard):
    herald.announce(uuid4(), 1)  # the parent's thread runs
    job = uuid4()
    heard.of(job)

    child = os.fork()
    if child == 0:
        courier.connection.cache_clear()
        herald.announce(job, 7)
        time.sleep(0.5)
        os._exit(0)

    assert heard(7) == [7]
    os.waitpid(child, 0)
