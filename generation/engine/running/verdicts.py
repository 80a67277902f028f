"""What becomes of a message once its task was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """The chain goes on with its next message."""


@dataclass(frozen=True)
class Again:
    """The same message comes again after so many seconds; the rest of the chain waits behind it."""

    seconds: float


@dataclass(frozen=True)
class GivenBack:
    """The message goes back to the queue at once: this worker is shutting down."""


@dataclass(frozen=True)
class Stop:
    """The message ends here and its chain with it; whatever may still run is sent by whoever sees to it."""


Verdict = Done | Again | GivenBack | Stop
