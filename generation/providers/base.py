"""The one shape of a call to a provider, whoever answers it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from generation.calls import RateLimits, Usage


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of the prompt. `cache` marks the end of a beginning that other calls share."""

    text: str
    cache: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """One question to a provider: the blocks are sent in this order, after `system`."""

    system: str
    blocks: tuple[Block, ...]
    model: str
    max_output_tokens: int

    @property
    def text(self) -> str:
        """The whole prompt as one string, as a person would read it, without the marks for a cache."""
        return "\n\n".join(block.text for block in self.blocks)


class StopReason(StrEnum):
    END = "end"
    TRUNCATED = "truncated"  # the answer was cut off: by the token limit, or because the stream just ended
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. `text` is whole only when `stop_reason` is END."""

    text: str
    stop_reason: StopReason
    model: str
    usage: Usage = field(default_factory=Usage)
    request_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PictureCall:
    """One picture asked of a provider, `size` in pixels: width and height, of 16ths each."""

    prompt: str
    size: tuple[int, int]
    model: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What was drawn, as the bytes of a PNG, a JPEG or a WebP."""

    data: bytes
    model: str
    usage: Usage = field(default_factory=Usage)
    request_id: str = ""


class CallCancelled(asyncio.CancelledError):
    """The call was cancelled after it had begun; says what it had used by then, so that it can be booked."""

    def __init__(self, *, usage: Usage, request_id: str = "") -> None:
        super().__init__()
        self.usage = usage
        self.request_id = request_id


OnText = Callable[[str], None]
OnLimits = Callable[[RateLimits], None]


def unheard(limits: RateLimits) -> None:
    """Stand in where nobody asks what a provider says of its limits."""


class Provider(Protocol):
    """Answers prompts. It never retries, never sleeps over an error, and holds no state of a job.

    `write` is a coroutine that runs on the process's one provider loop; cancelling it closes the connection
    at once, before the first byte too. `on_text` is called with each piece of text as it arrives, `on_limits`
    with what the service says of its limits as soon as it does: both on the loop's thread, and neither may
    block. Raises ProviderError, classified, for everything that goes wrong, and when it is cancelled
    CancelledError, best CallCancelled. `warm` makes ready what the first call would else wait for, on the
    same loop; it asks the service nothing.
    """

    name: str

    async def warm(self) -> None: ...

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer: ...


class Illustrator(Provider, Protocol):
    """A provider that makes pictures as well; it keeps what Provider promises.

    `draw` raises ProviderError for everything that goes wrong; what the service's rules forbid is `refused`,
    for good. `reach` asks the service, at no cost, whether it has this model for us, and raises the same;
    whether there is money for a picture only a picture can tell.
    """

    async def draw(self, call: PictureCall, on_limits: OnLimits = unheard) -> Picture: ...

    async def reach(self, model: str) -> None: ...
