"""How many threads of a process may wait for other people's servers: one a person, one for letters."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

Addressee = int | None
"""Whose webhooks are sent to, by their owner's id; None for the mail server, which takes all letters."""


class Room:
    """Places for the threads that send. A person whose receivers are slow holds one of them and no more.

    The place of letters is beside those of webhooks, so that no webhooks at all hold up a letter.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._of_persons: set[int] = set()
        self._of_letters_is_taken = False

    @contextmanager
    def place_for(self, addressee: Addressee) -> Iterator[bool]:
        """Hold a place; say whether there was one, or somebody sends there already, or all are taken."""
        is_ours = self._take(addressee)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._give_back(addressee)

    def _take(self, addressee: Addressee) -> bool:
        with self._lock:
            if addressee is None:
                is_free, self._of_letters_is_taken = not self._of_letters_is_taken, True
                return is_free
            if addressee in self._of_persons or len(self._of_persons) >= self._places:
                return False
            self._of_persons.add(addressee)
            return True

    def _give_back(self, addressee: Addressee) -> None:
        with self._lock:
            if addressee is None:
                self._of_letters_is_taken = False
            else:
                self._of_persons.discard(addressee)
