"""Galley's own processes, by the very command lines of the Procfile."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config.embedded.program import Program
from config.env import BASE_DIR


def program(name: str, *, env: Mapping[str, str], grace_seconds: float = 10) -> Program:
    """Return the Procfile's process `name`; its `python` is the one that runs us."""
    return Program(
        name=name,
        argv=("/bin/sh", "-c", _line(name)),
        env=_with_our_python(env),
        folder=BASE_DIR,
        grace_seconds=grace_seconds,
    )


def manage(*arguments: str, env: Mapping[str, str]) -> Program:
    """Return `python manage.py arguments...` as a program."""
    return Program(
        name=arguments[0],
        argv=(sys.executable, "manage.py", *arguments),
        env=env,
        folder=BASE_DIR,
    )


def _line(name: str) -> str:
    """Return the command line. A single command takes the shell's place, so that signals reach it."""
    lines = dict(line.split(": ", 1) for line in (BASE_DIR / "Procfile").read_text().splitlines())
    line = lines[name]
    return line if "&&" in line else f"exec {line}"


def _with_our_python(env: Mapping[str, str]) -> Mapping[str, str]:
    return {**env, "PATH": f"{Path(sys.executable).parent}:{env.get('PATH', '/usr/bin:/bin')}"}
