"""The whole product as `make run` starts it, on a home of its own."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from config.embedded.ports import free_port
from config.embedded.run import answers
from config.env import BASE_DIR, child_environment
from tests.support.processes import RunningProcess, all_end, wait_until

EVERYTHING_IS_UP = "Ctrl-C stops everything"
STARTED_WITHIN_SECONDS = 130  # the product gives what it starts 60, after its servers and the migrations


class Home:
    """Runs `manage.py ARGUMENTS` with a home, a web port and a Flower port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports = {"PORT": str(free_port()), "FLOWER_PORT": str(free_port())}
        self._started: list[RunningProcess] = []
        self._dev: RunningProcess | None = None

    def manage(self, *arguments: str, **values: str) -> RunningProcess:
        servers = {"GALLEY_HOME": str(self.folder), "DATABASE_URL": "", "REDIS_URL": ""}
        process = RunningProcess(
            name=arguments[0],
            argv=(sys.executable, "manage.py", *arguments),
            env=child_environment(**servers, **{**self._ports, **values}),
            log=self.folder / f"said-{len(self._started)}.log",
        )
        self._started.append(process)
        return process

    def dev(self) -> RunningProcess:
        """Return a start with everything up: that of the test before, if it left it; a start is dear."""
        if self._dev is None or not self._dev.is_running:
            self._dev = self.manage("dev")
        self._dev.wait_for_output(EVERYTHING_IS_UP, seconds=STARTED_WITHIN_SECONDS)
        return self._dev

    def stop(self) -> None:
        for process in self._started:
            process.stop()


@pytest.fixture
def bare(home: Path) -> Iterator[Home]:
    """A home in which nothing runs."""
    bare = Home(home)
    yield bare
    bare.stop()


@pytest.fixture(scope="module")
def galley(standing_home: Path) -> Iterator[Home]:
    """A home that all tests here share who ask for `galley.dev()`."""
    galley = Home(standing_home)
    yield galley
    galley.stop()


def test_everything_answers(galley: Home) -> None:
    dev = galley.dev()

    assert len([child for child in psutil.Process(dev.pid).children(recursive=True) if _is_ours(child)]) >= 4
    for path in ("admin/", "static/admin/css/base.css", "favicon.ico"):
        with urlopen(_address(dev) + path) as answer:
            assert answer.status == 200
    _the_doctor_is_content(galley)
    _a_token_comes_last(galley)
    _a_second_start_is_refused(galley)
    assert dev.output.startswith("Starting PostgreSQL, Redis, web, worker, reconciler and Flower")
    assert _parts_that_came_up(dev.output)[:3] == ["PostgreSQL", "Redis", "The database"]
    assert sorted(_parts_that_came_up(dev.output)[3:]) == ["A worker", "Flower", "The web server"]
    assert not _complaints(dev.output)


def test_killed_servers_and_a_killed_worker_come_back(galley: Home) -> None:
    dev = galley.dev()

    for process in psutil.Process(dev.pid).children():
        if re.search(r"bin/postgres|redis-server|config worker", " ".join(process.cmdline())):
            process.kill()

    assert wait_until(lambda: dev.output.count("it is started again") >= 3)
    _the_doctor_is_content(galley)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_start_leaves_nothing_and_the_next_one_works(galley: Home) -> None:
    dev = galley.dev()
    processes = psutil.Process(dev.pid).children(recursive=True)

    os.kill(dev.pid, signal.SIGKILL)
    dev.wait()

    assert all_end(processes, seconds=60)
    assert galley.dev().pid != dev.pid


def test_ctrl_c_stops_everything_in_good_order(galley: Home) -> None:
    dev = galley.dev()
    processes = psutil.Process(dev.pid).children(recursive=True)
    said_before = len(dev.output)

    dev.signal(signal.SIGINT)

    assert dev.wait(seconds=60) == 0
    assert dev.output.rstrip().endswith("Stopped.")
    assert not _complaints(dev.output[said_before:])
    assert all_end(processes, seconds=60)
    assert not (galley.folder / "servers.json").exists()


def test_a_taken_port_is_named_with_what_would_be_right(bare: Home, servers: object) -> None:
    redis_port = os.environ["REDIS_URL"].rsplit(":", 1)[1].split("/")[0]

    dev = bare.manage("dev", PORT=redis_port)

    assert dev.wait() == 1
    assert f"Port {redis_port} is in use" in dev.output
    assert re.search(r"PORT=\d+ make run", dev.output)


def test_one_port_for_two_is_refused(bare: Home) -> None:
    dev = bare.manage("dev", PORT="8000", FLOWER_PORT="8000")

    assert dev.wait() == 1
    assert "give Flower another one" in dev.output


def _parts_that_came_up(output: str) -> list[str]:
    return re.findall(r"^(.+) is (?:up|prepared)\.$", output, re.MULTILINE)


def _complaints(output: str) -> list[str]:
    return re.findall(r".*(?:warning|error|Warning:).*", output)


def _address(dev: RunningProcess) -> str:
    page = re.search(r"Admin +(\S+)admin/", dev.output)
    assert page is not None
    return page[1]


def _the_doctor_is_content(galley: Home) -> None:
    is_ready = f"{_address(galley.dev())}readyz"
    wait_until(lambda: answers(is_ready), seconds=60)  # to ask costs nothing, beside a doctor
    assert wait_until(lambda: galley.manage("doctor").wait() == 0, seconds=60, every=0.5)


def _a_token_comes_last(galley: Home) -> None:
    command = galley.manage("api_token", "ada", "--create")

    assert command.wait() == 0, command.output
    assert re.fullmatch(r"[0-9a-f]{64}", command.output.splitlines()[-1])


def _a_second_start_is_refused(galley: Home) -> None:
    second = galley.manage("dev")

    assert second.wait() == 1
    assert "Galley already runs from" in second.output


def _is_ours(process: psutil.Process) -> bool:
    try:
        return "python" in process.name() and process.cwd() == str(BASE_DIR)
    except psutil.NoSuchProcess:  # PostgreSQL's own come and go
        return False
