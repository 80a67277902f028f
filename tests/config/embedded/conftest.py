"""A home of its own for each test, or for a file of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A GALLEY_HOME with a space in its path, which PostgreSQL's user may pass when the tests run as root."""
    with _home() as folder:
        yield folder


@pytest.fixture(scope="module")
def standing_home() -> Iterator[Path]:
    """Such a home for all tests of a file that ask for it."""
    with _home() as folder:
        yield folder


@contextmanager
def _home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="galley home "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
