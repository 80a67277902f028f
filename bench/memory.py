"""What a provider call in flight costs in memory, through the real SDK."""

import time

import psutil

from bench.jobs import admit_at_once, none_admitted, use_writer
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker
from generation.engine.verbs.jobs import cancel_job
from generation.models import GenerationJob, GenerationTask
from generation.states import OPEN_JOB, TaskStatus
from tests.support.processes import Processes, RunningProcess, wait_until

_MOST_MEGABYTES = 1
_SILENT_SECONDS = 2  # before the first byte; the answer itself then comes slowly enough to be looked at
_PACE_SECONDS = 0.05


def measure(sizes: Sizes) -> Table:
    use_writer("anthropic")
    with process_group() as processes:
        worker = start_worker(
            processes,
            concurrency=sizes.calls_in_flight,
            ANTHROPIC_API_KEY="sk-bench",
            ANTHROPIC_BASE_URL=_start_provider(processes),
        )
        _write_one_task()
        idle = _megabytes(worker)
        _let_call(sizes.calls_in_flight)
        busy = _peak_megabytes(worker, seconds=sizes.watched_seconds)
        worker.kill()
        _cancel_all()
    return Table(
        title=f"{sizes.calls_in_flight} provider calls in flight in one worker process",
        note="Resident memory; the answers of the sample funnel's first task stream in through the SDK.",
        rows=(
            Row(what="after one whole task", value=idle, unit="MB"),
            Row(what=f"with {sizes.calls_in_flight} calls in flight", value=busy, unit="MB"),
            Row(
                what="a call",
                value=(busy - idle) / sizes.calls_in_flight,
                unit="MB",
                goal=_MOST_MEGABYTES,
            ),
        ),
    )


def _start_provider(processes: Processes) -> str:
    """Start the test server of the provider's wire format; return its address."""
    provider = processes.run(
        "provider",
        *("-m", "tests.support.anthropic_server"),
        *("--latency", str(_SILENT_SECONDS), "--pace", str(_PACE_SECONDS)),
    )
    provider.wait_for_output("http://")
    return provider.output.split()[0]


def _write_one_task() -> None:
    """Return when one task is written, so that everything that is loaded once has been."""
    (job,) = admit_at_once(1, blueprint="funnel")
    done = GenerationTask.objects.filter(job=job, status=TaskStatus.COMPLETED)
    if not wait_until(done.exists, seconds=120):
        raise TimeoutError("The first task was not written")
    _cancel_all()


def _let_call(count: int) -> None:
    """Return when so many tasks are with the provider."""
    admit_at_once(count, blueprint="funnel")
    running = GenerationTask.objects.filter(status=TaskStatus.IN_PROGRESS, stage="component_generation")
    if not wait_until(lambda: running.count() >= count, seconds=60):
        raise TimeoutError(f"{running.count()} of {count} calls are in flight")


def _cancel_all() -> None:
    with none_admitted():
        for job in GenerationJob.objects.filter(status__in=OPEN_JOB):
            cancel_job(job)
    time.sleep(1)  # the worker hears of it within half a second


def _megabytes(worker: RunningProcess) -> float:
    return float(psutil.Process(worker.pid).memory_info().rss / 1_000_000)


def _peak_megabytes(worker: RunningProcess, *, seconds: float) -> float:
    samples = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        samples.append(_megabytes(worker))
        time.sleep(0.1)
    return max(samples)
