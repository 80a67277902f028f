"""The processes under measurement: real workers, web server and provider, ended after each benchmark."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.support.processes import Processes, RunningProcess

_LET_IT_END_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 30.0


@contextmanager
def process_group() -> Iterator[Processes]:
    """Lend a starter of processes; all of them are ended after."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        processes = Processes(database_url=settings.ENV.database_url, folder=Path(folder))
        try:
            yield processes
        finally:
            processes.stop()


def start_worker(
    processes: Processes, *, concurrency: int, seconds_per_call: float = 0, **env: str
) -> RunningProcess:
    """Start the product's worker, with the bench's blueprint and writer in it; return when it is ready."""
    return _start(
        processes,
        "worker",
        concurrency=concurrency,
        env={"DEMO_SECONDS_PER_TASK": str(seconds_per_call), "WORKER_GRACE_SECONDS": "0", **env},
    )


def start_plain_worker(processes: Processes, *, concurrency: int) -> RunningProcess:
    """Start a worker for the bare chains; return when it is ready."""
    return _start(processes, "plain", concurrency=concurrency)


def _start(
    processes: Processes, name: str, *, concurrency: int, env: Mapping[str, str] | None = None
) -> RunningProcess:
    worker = processes.run(
        name,
        *("-m", "celery", "-A", f"bench.{name}", "worker", "--pool", "threads"),
        *("--without-mingle", "--without-gossip", "--loglevel", "INFO"),
        *("--concurrency", str(concurrency), "--hostname", f"{name}@%h"),
        env=env,
    )
    worker.wait_for_output(" ready.")
    return worker


@contextmanager
def paused(*processes: RunningProcess) -> Iterator[None]:
    """Freeze these processes meanwhile, none of them in mid transaction, so that work piles up for them.

    Raises TimeoutError where no such moment comes.
    """
    try:
        _pause_between_transactions(processes)
        yield
    finally:
        for process in processes:
            process.go_on()


def _pause_between_transactions(processes: Sequence[RunningProcess]) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
    while True:
        for process in processes:
            process.pause()
        if not _a_transaction_is_open():
            return
        if time.monotonic() > deadline:
            names = ", ".join(process.name for process in processes)
            waited = f"{_LONGEST_WAIT_SECONDS:g} s"
            raise TimeoutError(f"Whenever {names} was paused, for {waited}, a transaction was open")
        for process in processes:
            process.go_on()
        time.sleep(_LET_IT_END_SECONDS)


def _a_transaction_is_open() -> bool:
    """Whether a process may hold locks that everybody else would have to wait for."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_TRANSACTION)
        return bool(cursor.fetchone()[0])


_OPEN_TRANSACTION = """
SELECT EXISTS (
    SELECT FROM pg_stat_activity
     WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()
       AND datname = current_database() AND backend_type = 'client backend'
)
"""
