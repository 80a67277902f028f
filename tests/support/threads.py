"""Work on other threads, as Celery's workers and the web server's requests do it."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Start `work` on a thread; the list holds what it raised once the thread has ended."""
    raised: list[BaseException] = []

    def collect() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - AttemptStopped is no Exception
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=collect)
    thread.start()
    return thread, raised


def all_at_once(works: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Run these at the same moment, each on a thread; return what each returned or raised, in their order."""
    start = threading.Barrier(len(works))
    outcomes: list[T | BaseException] = [RuntimeError("It never ended.")] * len(works)

    def run(place: int, work: Callable[[], T]) -> None:
        start.wait()
        try:
            outcomes[place] = work()
        except BaseException as error:  # noqa: BLE001 - what it raised is the outcome
            outcomes[place] = error

    threads = [in_thread(lambda place=place, work=work: run(place, work)) for place, work in enumerate(works)]  # type: ignore[misc]
    for thread, _ in threads:
        thread.join()
    return outcomes
