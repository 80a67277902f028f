"""What the herald says, and that nobody waits for it."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

import pytest
from redis.client import PubSub

from generation.engine.broker import carrier, courier, herald
from tests.support.children import in_a_child
from tests.support.processes import wait_until
from tests.support.servers import RedisControl
from tests.support.threads import all_at_once


class Ears:
    """What is said of the jobs that are listened to."""

    def __init__(self, subscription: PubSub) -> None:
        self._subscription = subscription

    def listen_to(self, job_id: UUID) -> None:
        self._subscription.subscribe(courier.channel(job_id))
        self._subscription.get_message(timeout=30)

    def hear(self, *, until: int) -> list[int]:
        """Return the events that were named, up to this one."""
        heard: list[int] = []
        while until not in heard:
            message = self._subscription.get_message(timeout=30)
            assert message, f"Only {heard} was heard"
            heard.append(json.loads(message["data"])["seq"])
        return heard


@pytest.fixture
def ears(redis_server: RedisControl) -> Iterator[Ears]:
    with redis_server.client() as client, client.pubsub(ignore_subscribe_messages=True) as subscription:
        yield Ears(subscription)


def test_a_change_is_said_on_the_jobs_channel(ears):
    job = uuid4()
    ears.listen_to(job)

    herald.announce(job, 3)

    assert ears.hear(until=3) == [3]


def test_changes_that_come_while_redis_is_silent_hold_nobody_up(silent_redis, monkeypatch):
    publish, publishers = courier.publish, []

    def noted(words: Sequence[courier.Word]) -> bool:
        publishers.append(threading.current_thread().name)
        return publish(words)

    monkeypatch.setattr(courier, "publish", noted)

    for seq in range(1000):
        herald.announce(uuid4(), seq)

    assert not herald.wait_until_all_is_said(0)
    assert wait_until(lambda: publishers)
    assert set(publishers) == {"herald"}


def test_the_herald_outlives_what_it_cannot_say(ears, monkeypatch):
    job = uuid4()
    ears.listen_to(job)
    said = courier.publish

    def break_down_once(words) -> None:
        monkeypatch.setattr(courier, "publish", said)
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(courier, "publish", break_down_once)
    herald.announce(job, 1)
    assert wait_until(lambda: courier.publish is said)
    herald.announce(job, 2)

    assert ears.hear(until=2)[-1] == 2


def test_what_redis_does_not_take_is_said_later(ears):
    job = uuid4()
    ears.listen_to(job)
    carrier._line.get()._closed_until = time.monotonic() + 1  # as after a try in vain

    herald.announce(job, 4)

    assert ears.hear(until=4) == [4]


def test_a_process_that_ends_says_its_last_words(ears, settings):
    job = uuid4()
    ears.listen_to(job)
    program = (
        "import django; django.setup()\n"
        "from uuid import UUID; from generation.engine.broker import herald\n"
        "herald._LAST_WORDS_SECONDS = 20\n"
        f"herald.announce(UUID('{job}'), 9)"
    )

    env = os.environ | {"REDIS_URL": settings.REDIS_URL, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", program], env=env, check=True)

    assert ears.hear(until=9) == [9]


def test_a_forked_child_has_a_herald_of_its_own(ears):
    herald.announce(uuid4(), 1)  # the parent's thread runs
    assert herald.wait_until_all_is_said(20)
    job = uuid4()
    ears.listen_to(job)

    def say() -> int:
        herald.announce(job, 7)
        return int(herald.wait_until_all_is_said(20))

    assert in_a_child(say) == 1
    assert ears.hear(until=7) == [7]


def test_many_that_are_the_first_at_once_start_one_herald():
    def heralds() -> int:
        all_at_once([lambda: herald.announce(uuid4(), 1)] * 20)
        return sum(thread.name == "herald" for thread in threading.enumerate())

    assert in_a_child(heralds) == 1
