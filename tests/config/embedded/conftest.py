"""A home of its own for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A GALLEY_HOME with a space in its path, which PostgreSQL's user may pass when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="galley home "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
