"""`manage.py` where something is missing, and where nobody listens any more."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR, child_environment


def test_a_python_without_django_is_told_what_to_do() -> None:
    bare = subprocess.run(
        (sys.executable, "-S", "manage.py", "doctor"), cwd=BASE_DIR, capture_output=True, text=True
    )

    assert bare.returncode == 1
    assert "make demo" in bare.stderr
    assert "Traceback" not in bare.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} manage.py doctor | true"

    done = subprocess.run(
        ("/bin/sh", "-c", command), cwd=BASE_DIR, env=child_environment(), capture_output=True, text=True
    )

    assert done.stderr == ""


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "The database cannot be reached. Start Galley first: make run\n"),
        ("postgres://galley:hush@127.0.0.1:1/galley", "check DATABASE_URL, and that the server is up\n"),
    ],
)
@pytest.mark.parametrize("command", [("api_token", "ada"), ("reconciler", "--once"), ("migrate",)])
def test_without_a_database_a_command_says_what_to_do(
    command: tuple[str, ...], address: str, sentence: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        (sys.executable, "manage.py", *command),
        cwd=BASE_DIR,
        env=child_environment(DATABASE_URL=address, GALLEY_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.endswith(sentence)
    assert len(done.stderr.splitlines()) == 1
    assert "hush" not in done.stderr
