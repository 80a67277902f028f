"""Galley's three processes as tests start them."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

from config.embedded.ports import free_port
from tests.support.processes import Processes, RunningProcess, wait_until


def start_worker(
    processes: Processes,
    *,
    concurrency: int = 4,
    env: Mapping[str, str] | None = None,
    wait: bool = True,
    entry: str = "config",
) -> RunningProcess:
    """Start a Celery worker; return when it takes messages, or at once with `wait=False`.

    `entry` is the module of its application: one of tests/support that does harm, say.
    """
    number = sum(process.name == "worker" for process in processes.started) + 1
    worker = processes.run(
        "worker",
        *("-m", "celery", "-A", entry, "worker", "--pool", "threads", "--without-mingle", "--without-gossip"),
        *("--loglevel", "INFO", "--concurrency", str(concurrency), "--hostname", f"worker{number}@%h"),
        env={"WORKER_GRACE_SECONDS": "2", **(env or {})},
    )
    if wait:
        worker.wait_for_output(" ready.", seconds=60)
    return worker


def start_reconciler(processes: Processes, *, env: Mapping[str, str] | None = None) -> RunningProcess:
    return processes.run("reconciler", "manage.py", "reconciler", env=env)


class RunningWeb(NamedTuple):
    """A web server that answers: its address without a slash at the end, and its process."""

    address: str
    pid: int


def start_web(
    processes: Processes,
    *,
    env: Mapping[str, str] | None = None,
    port: int | None = None,
    tries: int = 3,
    entry: str = "config.asgi",
) -> RunningWeb:
    """Start uvicorn; return when it answers. `port` is a free one unless it is said.

    Where another process took the free one first, it is tried again. `entry` is the module of its
    application: one of tests/support that looks less, say.
    """
    chosen = port or free_port()
    web = processes.run(
        "web",
        *("-m", "uvicorn", f"{entry}:application", "--host", "127.0.0.1", "--port", str(chosen)),
        *("--timeout-graceful-shutdown", "2"),
        env=env,
    )
    address = f"http://127.0.0.1:{chosen}"
    wait_until(lambda: _answers(address) or not web.is_running, seconds=60)
    if port is None and tries > 1 and _found_its_port_taken(web):
        return start_web(processes, env=env, tries=tries - 1, entry=entry)
    assert _answers(address), web.output
    return RunningWeb(address, web.pid)


def _found_its_port_taken(web: RunningProcess) -> bool:
    return not web.is_running and "address already in use" in web.output


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=2):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
