"""The hub: what is said of jobs is heard, and who listens knows when something may have been missed."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from uuid import UUID, uuid4

from generation.engine.broker import courier
from generation.engine.broker.hub import Hub
from tests.support.processes import wait_until


class Ears:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, Mapping[str, Any]]] = []
        self.looks = 0

    def hear(self, job_id: UUID, word: Mapping[str, Any]) -> None:
        self.heard.append((job_id, word))

    def look_at_everything(self) -> None:
        self.looks += 1


def while_listening(test: Callable[[Hub, Ears], Coroutine[Any, Any, None]]) -> None:
    """Run the test beside a hub that is connected."""

    async def run() -> None:
        ears = Ears()
        hub = Hub(ears)
        listening = asyncio.create_task(hub.listen())
        await becomes_true(lambda: hub.is_connected)
        await test(hub, ears)
        listening.cancel()
        await asyncio.wait([listening])
        assert not hub.is_connected

    asyncio.run(run())


async def becomes_true(claim: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not claim():
            await asyncio.sleep(0.02)


def test_every_word_is_heard_with_its_job():
    job, word = uuid4(), {"kind": "changed", "seq": 3}

    async def test(hub: Hub, ears: Ears) -> None:
        await asyncio.to_thread(courier.publish, [(job, word)])
        await becomes_true(lambda: ears.heard)
        assert ears.heard == [(job, word)]

    while_listening(test)


def test_what_is_no_word_of_ours_is_passed_over(redis_server):
    job = uuid4()

    async def test(hub: Hub, ears: Ears) -> None:
        redis_server.client().publish("galley:nobody", "{}")
        redis_server.client().publish(courier.channel(job), "no JSON")
        await asyncio.to_thread(courier.publish, [(job, {"kind": "changed"})])
        await becomes_true(lambda: ears.heard)
        assert (ears.heard, ears.looks) == ([(job, {"kind": "changed"})], 1)

    while_listening(test)


def test_it_says_to_look_when_redis_is_lost_and_once_more_when_it_is_back(redis_server):
    async def test(hub: Hub, ears: Ears) -> None:
        assert ears.looks == 1  # for what happened before it listened
        redis_server.stop()
        await becomes_true(lambda: ears.looks == 2)
        assert not hub.is_connected

        redis_server.start()
        await becomes_true(lambda: hub.is_connected)
        assert ears.looks == 3

    while_listening(test)


async def ends_when_it_is_cancelled(listening: "asyncio.Task[None]", *, steps: int) -> None:
    """Let it come so many steps further, cancel it, and see it end."""
    for _ in range(steps):
        await asyncio.sleep(0)
    listening.cancel()
    _, going_on = await asyncio.wait([listening], timeout=60)
    assert not going_on, f"It went on when it was cancelled after {steps} steps"


def test_a_hub_that_is_cancelled_ends_however_far_it_has_come():
    async def run() -> None:
        for steps in range(120):
            listening = asyncio.create_task(Hub(Ears()).listen())
            await ends_when_it_is_cancelled(listening, steps=steps)

    asyncio.run(run())


def test_a_hub_that_is_cancelled_as_it_asks_whether_redis_is_there_ends(monkeypatch):
    monkeypatch.setattr("generation.engine.broker.hub._QUIET_SECONDS", 0.0)  # it asks all the time

    async def run() -> None:
        for steps in range(40):
            hub = Hub(Ears())
            listening = asyncio.create_task(hub.listen())
            await becomes_true(lambda hub=hub: hub.is_connected)
            await ends_when_it_is_cancelled(listening, steps=steps)

    asyncio.run(run())


def test_a_hub_has_one_subscription_and_gives_it_up(redis_server):
    def subscriptions() -> int:
        return len(redis_server.client().client_list(_type="pubsub"))

    async def test(hub: Hub, ears: Ears) -> None:
        assert subscriptions() == 1

    assert wait_until(lambda: subscriptions() == 0)  # another test's may still be closing

    while_listening(test)

    assert wait_until(lambda: subscriptions() == 0)
