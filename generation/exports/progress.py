"""How far the making of a file is."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Called with how many pieces are made, and of how many."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""
