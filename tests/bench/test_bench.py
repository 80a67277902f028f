"""The bench itself, at tiny sizes."""

import json
import os
import subprocess
import sys

from config.env import BASE_DIR
from tests.support.processes import UNWATCHED

QUICK = ("one_job", "memory")


def test_the_bench_measures_something_and_writes_it_down(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "bench", *QUICK, "--tiny", "--out", str(tmp_path)],
        cwd=BASE_DIR,
        env={**os.environ, **UNWATCHED},
        capture_output=True,
        text=True,
        timeout=280,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    (written,) = tmp_path.iterdir()
    tables = json.loads(written.read_text())["tables"]
    assert len(tables) == len(QUICK)
    assert all(table["title"] in ran.stdout for table in tables)
    assert all(row["value"] > 0 for table in tables for row in table["rows"] if row["unit"] != "MB")


def test_a_benchmark_that_does_not_exist_is_refused_before_anything_starts():
    ran = subprocess.run(
        [sys.executable, "-m", "bench", "speed"], cwd=BASE_DIR, capture_output=True, text=True, timeout=60
    )

    assert ran.returncode == 2
    assert "invalid choice" in ran.stderr
