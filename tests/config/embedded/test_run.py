"""The whole product as `make run` starts it, on a home of its own."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from config.embedded.ports import free_port
from config.env import BASE_DIR, child_environment
from tests.support.processes import RunningProcess, all_end, wait_until

Start = Callable[..., RunningProcess]

EVERYTHING_IS_UP = "Ctrl-C stops everything"
STARTED_WITHIN_SECONDS = 130  # the product gives what it starts 60, after its servers and the migrations


@pytest.fixture
def manage(home: Path) -> Iterator[Start]:
    """Runs `manage.py ARGUMENTS` with a home, a web port and a Flower port of the test's own."""
    ports = {"PORT": str(free_port()), "FLOWER_PORT": str(free_port())}
    started: list[RunningProcess] = []

    def run(*arguments: str, **values: str) -> RunningProcess:
        env = child_environment(GALLEY_HOME=str(home), DATABASE_URL="", REDIS_URL="", **{**ports, **values})
        log = home / f"said-{len(started)}.log"
        process = RunningProcess(
            name=arguments[0], argv=(sys.executable, "manage.py", *arguments), env=env, log=log
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.stop()


def test_everything_answers_and_nothing_is_left(manage: Start, home: Path) -> None:
    dev = manage("dev")
    dev.wait_for_output(EVERYTHING_IS_UP, seconds=STARTED_WITHIN_SECONDS)
    processes = psutil.Process(dev.pid).children(recursive=True)

    assert len([process for process in processes if _is_ours(process)]) >= 4
    page = re.search(r"Admin +(\S+)", dev.output)
    assert page is not None
    for path in ("admin/", "static/admin/css/base.css", "favicon.ico"):
        with urlopen(page[1].replace("admin/", path)) as answer:
            assert answer.status == 200
    _the_doctor_is_content(manage)
    _a_token_comes_last(manage)
    _a_second_start_is_refused(manage)

    dev.signal(signal.SIGINT)

    assert dev.wait(seconds=60) == 0
    assert dev.output.startswith("Starting PostgreSQL, Redis, web, worker, reconciler and Flower")
    assert _parts_that_came_up(dev.output)[:3] == ["PostgreSQL", "Redis", "The database"]
    assert sorted(_parts_that_came_up(dev.output)[3:]) == ["A worker", "Flower", "The web server"]
    assert dev.output.rstrip().endswith("Stopped.")
    assert not re.findall(r".*(?:warning|error|Warning:).*", dev.output)
    assert all_end(processes, seconds=15)
    assert not (home / "servers.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_start_leaves_nothing_and_the_next_one_works(manage: Start) -> None:
    dev = manage("dev")
    dev.wait_for_output(EVERYTHING_IS_UP, seconds=STARTED_WITHIN_SECONDS)
    processes = psutil.Process(dev.pid).children(recursive=True)

    os.kill(dev.pid, signal.SIGKILL)

    assert all_end(processes, seconds=15)
    again = manage("dev")
    again.wait_for_output(EVERYTHING_IS_UP, seconds=STARTED_WITHIN_SECONDS)


def test_killed_servers_and_a_killed_worker_come_back(manage: Start) -> None:
    dev = manage("dev")
    dev.wait_for_output(EVERYTHING_IS_UP, seconds=STARTED_WITHIN_SECONDS)

    for process in psutil.Process(dev.pid).children():
        if re.search(r"bin/postgres|redis-server|config worker", " ".join(process.cmdline())):
            process.kill()

    assert wait_until(lambda: dev.output.count("it is started again") >= 3)
    _the_doctor_is_content(manage)


def test_a_taken_port_is_named_with_what_would_be_right(manage: Start, servers: object) -> None:
    redis_port = os.environ["REDIS_URL"].rsplit(":", 1)[1].split("/")[0]

    dev = manage("dev", PORT=redis_port)

    assert dev.wait() == 1
    assert f"Port {redis_port} is in use" in dev.output
    assert re.search(r"PORT=\d+ make run", dev.output)


def test_one_port_for_two_is_refused(manage: Start) -> None:
    dev = manage("dev", PORT="8000", FLOWER_PORT="8000")

    assert dev.wait() == 1
    assert "give Flower another one" in dev.output


def _parts_that_came_up(output: str) -> list[str]:
    return re.findall(r"^(.+) is (?:up|prepared)\.$", output, re.MULTILINE)


def _the_doctor_is_content(manage: Start) -> None:
    assert wait_until(lambda: manage("doctor").wait() == 0, every=0.5)


def _a_token_comes_last(manage: Start) -> None:
    command = manage("api_token", "ada", "--create")

    assert command.wait() == 0, command.output
    assert re.fullmatch(r"[0-9a-f]{64}", command.output.splitlines()[-1])


def _a_second_start_is_refused(manage: Start) -> None:
    second = manage("dev")

    assert second.wait() == 1
    assert "Galley already runs from" in second.output


def _is_ours(process: psutil.Process) -> bool:
    try:
        return "python" in process.name() and process.cwd() == str(BASE_DIR)
    except psutil.NoSuchProcess:  # PostgreSQL's own come and go
        return False
