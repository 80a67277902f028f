"""How many threads of a process may wait for other people's servers: one a person, one for letters."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

SLOW_SECONDS = 5.0
"""A webhook that let us wait for longer at its last try is slow, whatever it said at the end."""


class Pace(IntEnum):
    """How fast a webhook was at its last try, as far as this process knows."""

    SLOW = 0
    UNKNOWN = 1
    QUICK = 2


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who takes a delivery: a webhook of a person's, or the mail server, which is nobody's."""

    owner: int | None = None
    webhook: UUID | None = None


class Room:
    """Places for the threads that send. A person whose webhooks are slow holds one of them and no more.

    `places` says for each pace how many may be held by webhooks that are no faster: so however many are slow,
    or only now turn out to be, those that were quick have places left, and all together hold no more than
    there are for the quick. The place of letters is beside those of webhooks, so that no webhooks at all hold
    up a letter.
    """

    def __init__(self, places: Mapping[Pace, int]) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._paces: dict[UUID, Pace] = {}
        self._held: dict[int | None, Pace] = {}

    @contextmanager
    def place_for(self, receiver: Receiver) -> Iterator[bool]:
        """Hold a place for one try; say whether there was one that was free."""
        is_ours = self._take(receiver)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._give_back(receiver)

    def note_pace(self, webhook: UUID, *, seconds: float) -> None:
        """Remember for how long the webhook has let us wait."""
        with self._lock:
            self._paces[webhook] = Pace.SLOW if seconds > SLOW_SECONDS else Pace.QUICK

    def _take(self, receiver: Receiver) -> bool:
        with self._lock:
            pace = self._paces.get(receiver.webhook, Pace.UNKNOWN) if receiver.webhook else Pace.QUICK
            if receiver.owner in self._held or (receiver.webhook and self._is_full_for(pace)):
                return False
            self._held[receiver.owner] = pace
            return True

    def _is_full_for(self, pace: Pace) -> bool:
        """Whether one more would be too many among those no faster than it, or than any that is faster."""
        held = [other for owner, other in self._held.items() if owner is not None]
        return any(
            sum(other <= limited for other in held) >= most
            for limited, most in self._places.items()
            if limited >= pace
        )

    def _give_back(self, receiver: Receiver) -> None:
        with self._lock:
            del self._held[receiver.owner]
