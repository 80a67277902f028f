"""How many threads of a process may wait for other people's servers: few in all, one for each of those."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

Receiver = UUID | None
"""The id of a webhook; None for the mail server, which takes all letters."""


class Room:
    """Places for the threads that send. Where one receiver is slow, it holds one of them and no more."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._taken: set[Receiver] = set()

    @contextmanager
    def place_for(self, receiver: Receiver) -> Iterator[bool]:
        """Hold the receiver's place; say whether there was one, or somebody sends to it, or all are taken."""
        is_ours = self._take(receiver)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._give_back(receiver)

    def _take(self, receiver: Receiver) -> bool:
        with self._lock:
            if receiver in self._taken or len(self._taken) >= self._places:
                return False
            self._taken.add(receiver)
            return True

    def _give_back(self, receiver: Receiver) -> None:
        with self._lock:
            self._taken.discard(receiver)
