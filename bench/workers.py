"""The processes under measurement: real workers, web server and provider, ended after each benchmark."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.support.processes import Processes, RunningProcess


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
    """Freeze these processes meanwhile, so that work can pile up for them."""
    for process in processes:
        process.pause()
    yield
    for process in processes:
        process.go_on()
