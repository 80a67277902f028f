"""A kept program: heard, and started again."""

import os
import signal
import sys
from pathlib import Path

import pytest

from config.embedded.child import Child, seconds_before_restart
from config.embedded.program import Program
from tests.support.processes import wait_until


@pytest.mark.parametrize(("deaths", "seconds"), [(1, 0.5), (2, 1), (3, 2), (4, 4), (5, 8), (6, 10), (60, 10)])
def test_each_death_in_a_row_doubles_the_wait_up_to_ten_seconds(deaths: int, seconds: float) -> None:
    assert seconds_before_restart(deaths) == seconds


def test_a_killed_program_is_started_again_and_said_to_be() -> None:
    said: list[str] = []
    child = Child(_python("print('here', flush=True); import time; time.sleep(60)"), echo=said.append)
    assert wait_until(lambda: said == ["talker     | here"])
    first = child.process.pid

    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: child.look_after() or said.count("talker     | here") == 2)
    assert child.process.pid != first
    assert "talker ended with code -9; it is started again in 0.5 s" in said
    child.ask_to_end()
    child.wait_for_end(hurry=lambda: True)


def test_the_log_of_a_program_is_its_owners_alone(tmp_path: Path) -> None:
    log = tmp_path / "log"

    child = Child(_python("print('hush', flush=True)"), echo=print, log=log)

    child.wait_for_end(hurry=lambda: False)
    assert (log.read_text(), log.stat().st_mode & 0o777) == ("hush\n", 0o600)


def test_a_program_can_be_interrupted_though_its_parent_ignores_it() -> None:
    said: list[str] = []
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does to what it runs in the background
    try:
        child = Child(_python("print('here', flush=True); import time; time.sleep(60)"), echo=said.append)
    finally:
        signal.signal(signal.SIGINT, before)
    assert wait_until(lambda: said == ["talker     | here"])

    child.process.send_signal(signal.SIGINT)

    assert child.process.wait(60) != 0


def _python(code: str) -> Program:
    return Program(name="talker", argv=(sys.executable, "-c", code), env={})
