"""Work on another thread, as a Celery worker's threads do it."""

import threading
from collections.abc import Callable


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Start `work` on a thread; the list holds what it raised once the thread has ended."""
    raised: list[BaseException] = []

    def collect() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - AttemptStopped is no Exception
            raised.append(error)

    thread = threading.Thread(target=collect)
    thread.start()
    return thread, raised
