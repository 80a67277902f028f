"""A busy worker takes its next message at once.

When every thread is busy Celery's loop sleeps, for up to a second, because a thread that acknowledges a
message wakes nobody: eight threads then do eight tasks a second at most. Here a byte through a pair of
sockets wakes it.
"""

import contextlib
import socket
from typing import Any

from celery import Task, bootsteps
from celery.worker.request import Request

_reading, _writing = socket.socketpair()
for _end in (_reading, _writing):
    _end.setblocking(False)  # noqa: FBT003 - the standard library's signature


def wake() -> None:
    """Wake the loop of this process's worker; any thread may."""
    with contextlib.suppress(BlockingIOError):  # full: it is being woken already
        _writing.send(b"\0")


class WakingRequest(Request):
    """Celery's request, which wakes the loop when its message is out of hand."""

    def acknowledge(self) -> None:
        super().acknowledge()
        wake()

    def reject(self, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 - Celery's signature
        super().reject(requeue=requeue)
        wake()


class WakingTask(Task):  # type: ignore[type-arg]  # takes none when the program runs
    """The class of all our messages."""

    Request = "config.wakeup:WakingRequest"


class ListenForWakeUps(bootsteps.StartStopStep):
    """Lets the worker's loop hear `wake`, anew after every lost connection."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, parent: Any) -> None:
        parent.hub.add_reader(_reading, _drain)

    def stop(self, parent: Any) -> None:
        """Leave the loop: Celery, connecting anew, takes every socket in it for one of Redis and dies."""
        parent.hub.remove_reader(_reading)


def _drain() -> None:
    with contextlib.suppress(BlockingIOError):
        while _reading.recv(4096):
            pass
