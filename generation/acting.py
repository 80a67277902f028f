"""Who acts: the person on whose behalf this thread or request works, and the door they came through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person, known once somebody asks (a token is read late), who came by `through`, "pages" for one.

    `find` returns the user's row, or None where nobody is signed in.
    """

    through: str
    find: Callable[[], Any]


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Let what is done inside be done by this actor."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def who_acts() -> Actor | None:
    """Return who acts here; None where Galley does so by itself."""
    return _actor.get()
