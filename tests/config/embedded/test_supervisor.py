"""The supervisor, as a process of its own that is told to stop, hurried, and killed."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from config.embedded.program import Program
from config.embedded.supervisor import Supervisor
from config.env import BASE_DIR
from tests.support.processes import all_end, wait_until


class Supervised:
    """A running supervisor and the processes below it."""

    def __init__(self, notes: Path, *, worker: str = "patient", grace_seconds: float = 10) -> None:
        options = (str(notes), worker, str(grace_seconds))
        command = (sys.executable, "-m", "tests.support.supervised", *options)
        self.process = subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert any(line == "ready\n" for line in self.process.stdout)
        self.children = psutil.Process(self.process.pid).children(recursive=True)

    def leaves_nothing(self) -> bool:
        return all_end(self.children, seconds=60)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def test_what_programs_say_is_kept_for_their_owner_alone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = Program(name="says", argv=(sys.executable, "-c", "print('hush')"), env={})

    with Supervisor(echo=print) as supervisor:
        supervisor.call(program, log=log)

    assert (log.read_text(), log.stat().st_mode & 0o777) == ("hush\n", 0o600)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_programs_end_before_the_servers_they_need(notes: Path, number: signal.Signals) -> None:
    supervised = Supervised(notes)

    supervised.process.send_signal(number)

    assert supervised.process.wait(60) == 0
    *programs, last = notes.read_text().split()
    assert (set(programs), last) == ({"worker", "web"}, "server")
    assert supervised.leaves_nothing()


def test_a_program_that_does_not_listen_is_killed_after_its_grace(notes: Path) -> None:
    supervised = Supervised(notes, worker="deaf", grace_seconds=1)

    supervised.process.terminate()

    assert supervised.process.wait(60) == 0
    assert notes.read_text().split() == ["web", "server"]
    assert supervised.leaves_nothing()


def test_programs_are_asked_to_end_all_at_once(notes: Path) -> None:
    supervised = Supervised(notes, worker="deaf", grace_seconds=60)

    supervised.process.terminate()

    assert wait_until(lambda: notes.exists() and notes.read_text().split() == ["web"])
    supervised.process.terminate()
    assert supervised.process.wait(60) == 0


def test_a_second_signal_hurries_the_end(notes: Path) -> None:
    supervised = Supervised(notes, worker="deaf", grace_seconds=60)

    supervised.process.send_signal(signal.SIGINT)
    assert wait_until(lambda: notes.exists() and notes.read_text().split() == ["web"])
    with pytest.raises(subprocess.TimeoutExpired):
        supervised.process.wait(0.5)
    supervised.process.send_signal(signal.SIGINT)

    assert supervised.process.wait(60) == 0
    assert supervised.leaves_nothing()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_supervisor_leaves_nothing_behind(notes: Path) -> None:
    supervised = Supervised(notes, worker="deaf")

    supervised.process.kill()
    supervised.process.wait(60)

    assert len(supervised.children) == 3
    assert supervised.leaves_nothing()
