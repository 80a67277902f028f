"""One start per home."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.lock import AlreadyRunningError, is_running, only_one
from config.env import BASE_DIR


def test_a_second_start_says_where_the_first_one_runs(home: Path) -> None:
    with only_one(home, description="http://localhost:8000/"):  # noqa: SIM117 - the first holds, the second asks
        with pytest.raises(AlreadyRunningError, match=r"process \d+, http://localhost:8000/"):
            with only_one(home, description="another"):
                pass


def test_the_lock_is_free_after_its_holder_ends(home: Path) -> None:
    with only_one(home, description="the first"):
        assert is_running(home)

    assert not is_running(home)


def test_the_lock_of_a_killed_holder_is_free(home: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from config.embedded.lock import only_one\n"
        "with only_one(Path(sys.argv[1]), description=''): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen((sys.executable, "-c", code, str(home)), cwd=BASE_DIR, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert is_running(home)

    holder.kill()
    holder.communicate()

    assert not is_running(home)


def test_a_home_that_was_never_used_is_not_running(home: Path) -> None:
    assert not is_running(home / "nowhere")
