"""The processes under measurement: real workers, web server and provider, ended after each benchmark."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.support.processes import Processes, RunningProcess

_LET_IT_END_SECONDS = 0.05


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
    worker = processes.run(
        "worker",
        *("-m", "celery", "-A", "bench.worker", "worker", "--pool", "threads", "--loglevel", "INFO"),
        *("--concurrency", str(concurrency), "--hostname", "worker@%h"),
        env={"DEMO_SECONDS_PER_TASK": str(seconds_per_call), "WORKER_GRACE_SECONDS": "0", **env},
    )
    worker.wait_for_output(" ready.")
    return worker


def start_plain_worker(processes: Processes, *, concurrency: int) -> RunningProcess:
    """Start a worker for the bare chains; return when it is ready."""
    worker = processes.run(
        "plain",
        *("-m", "celery", "-A", "bench.plain", "worker", "--pool", "threads", "--loglevel", "INFO"),
        *("--concurrency", str(concurrency), "--hostname", "plain@%h"),
    )
    worker.wait_for_output(" ready.")
    return worker


@contextmanager
def paused(*processes: RunningProcess) -> Iterator[None]:
    """Freeze these processes meanwhile, none of them in mid transaction, so that work piles up for them."""
    while True:
        for process in processes:
            process.pause()
        if not _a_transaction_is_open():
            break
        for process in processes:
            process.go_on()
        time.sleep(_LET_IT_END_SECONDS)
    yield
    for process in processes:
        process.go_on()


def _a_transaction_is_open() -> bool:
    """Whether a process holds locks that everybody else would have to wait for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'idle in transaction')")
        return bool(cursor.fetchone()[0])
