"""The Procfile, which `make run` and production share."""

import sys
from pathlib import Path

import pytest

from config.embedded.procfile import manage, program


@pytest.mark.parametrize("name", ["web", "worker", "reconciler", "flower"])
def test_a_process_takes_its_shells_place_so_that_signals_reach_it(name: str) -> None:
    assert program(name, env={}).argv[2].startswith("exec python ")


def test_the_procfiles_python_is_the_one_that_runs_us() -> None:
    path = program("web", env={"PATH": "/usr/bin"}).env["PATH"]

    assert path.split(":") == [str(Path(sys.executable).parent), "/usr/bin"]


def test_a_management_command_is_named_after_itself() -> None:
    command = manage("migrate", "--noinput", env={})

    assert (command.name, command.argv[1:]) == ("migrate", ("manage.py", "migrate", "--noinput"))
