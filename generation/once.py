"""What a process makes once, on first use, and a forked child of it anew."""

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class OncePerProcess(Generic[T]):
    """Makes its value for whoever asks first; `made` is that value, None until somebody has asked.

    A forked child has neither its parent's threads nor a lock it could trust: it begins anew.
    """

    made: T | None
    _lock: threading.Lock

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def get(self) -> T:
        """Return the value of this process; any thread may ask."""
        with self._lock:
            if self.made is None:
                self.made = self._make()
            return self.made

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self.made = None
