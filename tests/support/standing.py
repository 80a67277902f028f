"""Processes that stand for many tests, and leave nothing to those that come after."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.support.processes import Processes
from tests.support.servers import TestServers

Standing = Callable[[str], AbstractContextManager[Processes]]


@contextmanager
def standing_processes(servers: TestServers, folder: Path, database: DjangoDbBlocker) -> Iterator[Processes]:
    """Processes that are stopped at the end; no row and no message is left of them.

    What is emptied after each test is not enough: they go on until they are stopped.
    """
    processes = servers.processes(folder)
    try:
        yield processes
    finally:
        processes.stop()
    with database.unblock():
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    servers.redis.flush()
