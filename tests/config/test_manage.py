"""`manage.py` where something is missing, and where nobody listens any more."""

import subprocess
import sys

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
