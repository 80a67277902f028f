"""`make demo`: the main job once, offline, whatever is set."""

import sys
from pathlib import Path
from zipfile import ZipFile

import psutil

from config.embedded.lock import is_running
from config.env import child_environment
from tests.support.processes import RunningProcess, wait_until


def test_the_sample_is_written_offline_and_nothing_is_left(home: Path) -> None:
    """Meanwhile another demo is refused."""
    demo = _start(
        "demo",
        home,
        DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
        REDIS_URL="redis://127.0.0.1:1/0",
        ANTHROPIC_API_KEY="a-key-that-must-not-be-used",
    )
    assert wait_until(lambda: is_running(home / "demo"))

    second = _start("second", home)

    assert second.wait() == 1
    assert "already runs" in second.output
    assert demo.wait(seconds=120) == 0, demo.output
    assert "14 of 14" in demo.output
    assert "Making the export of Calm Inbox." in demo.output
    assert "demo writer" in demo.output
    with ZipFile(home / "out" / "calm-inbox.zip") as export:
        endings = {Path(name).suffix for name in export.namelist()}
    assert endings >= {".md", ".html", ".pdf", ".docx", ".epub", ".csv"}
    assert wait_until(lambda: not _running_from(home))


def _start(name: str, home: Path, **values: str) -> RunningProcess:
    return RunningProcess(
        name=name,
        argv=(sys.executable, "manage.py", "demo", "--out", str(home / "out")),
        env=child_environment(GALLEY_HOME=str(home), **values),
        log=home / f"{name}.log",
    )


def _running_from(home: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter(["cmdline"]) if str(home) in _command(process)]


def _command(process: psutil.Process) -> str:
    return " ".join(process.info["cmdline"] or ())
