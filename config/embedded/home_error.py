"""What is said where GALLEY_HOME, or something in it, cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HomeError(OSError):
    """The home cannot be used; the message says what would be right."""


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """Change what the system says about `path` into a sentence that names GALLEY_HOME."""
    try:
        yield
    except OSError as error:
        raise HomeError(
            f"{path} cannot be used ({error.strerror}): set GALLEY_HOME to a folder that you may write to"
        ) from error
