"""`manage.py generate`, as a process of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.env import BASE_DIR
from tests.support.processes import Processes, RunningProcess

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_SAMPLE = str(BASE_DIR / "generation" / "samples" / "calm-inbox.json")


@pytest.fixture
def generate(processes: Processes, tmp_path: Path) -> Callable[..., RunningProcess]:
    """Starts the command: `generate(FILE, *OPTIONS)`; it exports into tmp_path / "out"."""

    def start(file: str = _SAMPLE, *options: str) -> RunningProcess:
        arguments = ("manage.py", "generate", file, "--out", str(tmp_path / "out"), *options)
        return processes.run("generate", *arguments)

    return start


@pytest.fixture
def owner(transactional_db: None) -> "User":
    from tests.support.funnels import make_user

    return make_user("root", is_superuser=True)
