"""The hub: news for watchers, and no more of it than fits."""

import asyncio
from uuid import uuid4

from generation.engine import courier
from generation.engine.hub import Hub, Watcher, hub


def changed(watcher: Watcher) -> None:
    watcher.tell({"kind": "changed", "seq": 1})


def text(watcher: Watcher, words: str, task: str = "a") -> None:
    watcher.tell({"kind": "text", "task": task, "section": "cover", "text": words})


def test_news_pile_up_to_the_latest():
    async def run() -> None:
        watcher = Watcher(Hub())
        for number in range(10_000):
            changed(watcher)
            text(watcher, str(number))

        news = await watcher.news(seconds=1)

        assert news is not None
        assert news.changed
        assert [word["text"] for word in news.texts] == ["9999"]
        assert await watcher.news(seconds=0.01) is None

    asyncio.run(run())


def test_each_task_keeps_its_own_text():
    async def run() -> None:
        watcher = Watcher(Hub())
        text(watcher, "one", task="a")
        text(watcher, "two", task="b")

        news = await watcher.news(seconds=1)

        assert news is not None
        assert not news.changed
        assert {word["text"] for word in news.texts} == {"one", "two"}

    asyncio.run(run())


def test_a_watcher_hears_of_its_own_job_alone():
    async def run() -> None:
        mine, theirs = uuid4(), uuid4()
        with hub().watch(mine) as watcher:
            await watcher.news(seconds=5)  # the word to look, once it listens
            await asyncio.to_thread(courier.publish, [(theirs, {"kind": "changed"})])
            assert await watcher.news(seconds=0.3) is None

            await asyncio.to_thread(courier.publish, [(mine, {"kind": "changed"})])
            assert await watcher.news(seconds=5)

    asyncio.run(run())


def test_all_watchers_share_one_subscription_and_the_last_ends_it(redis_server):
    async def run() -> None:
        with hub().watch(uuid4()) as one, hub().watch(uuid4()) as two:
            await one.news(seconds=5)
            await two.news(seconds=5)
            clients = redis_server.client().client_list(_type="pubsub")
            assert len(clients) == 1
        await asyncio.sleep(0.3)
        assert redis_server.client().client_list(_type="pubsub") == []

    asyncio.run(run())


def test_everyone_is_told_to_look_when_redis_is_lost(redis_server):
    async def run() -> None:
        with hub().watch(uuid4()) as watcher:
            await watcher.news(seconds=5)
            redis_server.stop()

            news = await watcher.news(seconds=5)

            assert news is not None
            assert news.changed
            assert not hub().is_connected
            assert await watcher.news(seconds=2) is None

    asyncio.run(run())


def test_everyone_is_told_to_look_when_redis_is_back(redis_server):
    async def run() -> None:
        with hub().watch(uuid4()) as watcher:
            await watcher.news(seconds=5)
            redis_server.restart()  # by this thread: a server ends with the thread that started it
            await watcher.news(seconds=5)  # the word to look, when it was lost

            news = await watcher.news(seconds=10)

            assert news is not None
            assert news.changed
            assert hub().is_connected

    asyncio.run(run())
