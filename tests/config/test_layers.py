"""A file imports from its own layer or below, never up."""

import os
import subprocess
import sys

from config.env import BASE_DIR
from tests.support.processes import UNWATCHED

_LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_imports_point_down() -> None:
    """In a process of its own: the linter silences every logger there is, and puts a folder on the path."""
    linted = subprocess.run(
        (sys.executable, "-c", _LINT),
        cwd=BASE_DIR,
        env={**os.environ, **UNWATCHED},
        capture_output=True,
        text=True,
    )

    assert linted.returncode == 0, linted.stdout + linted.stderr
