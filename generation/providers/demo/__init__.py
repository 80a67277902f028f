"""The demo writer: answers any prompt of ours offline, in English prose made from the brief, at no cost."""

import asyncio
import random
from collections.abc import Callable

from django.conf import settings

from generation.calls import Usage
from generation.errors import ProviderError
from generation.providers import failures
from generation.providers.base import (
    Answer,
    Call,
    CallCancelled,
    OnLimits,
    OnText,
    Picture,
    PictureCall,
    Provider,
    StopReason,
    unheard,
)
from generation.providers.demo.answer import answer
from generation.providers.demo.asked import read_prompt
from generation.providers.endpoint import Endpoint

MODEL = "demo"
CHARACTERS_PER_TOKEN = 4
SIMULATED = "simulated by DEMO_FAILURE_RATE"
_CHUNKS_PER_SECOND = 20
_PASSING_FAILURES = (
    (failures.BUSY, 529),
    (failures.SERVICE_ERROR, 500),
    (failures.UNREACHABLE, None),
)


def make_provider(_: Endpoint) -> Provider:
    """Return the demo writer, as slow and as unreliable as the environment wants it."""
    return DemoWriter(
        seconds_per_task=settings.ENV.demo_seconds_per_task, failure_rate=settings.ENV.demo_failure_rate
    )


class DemoWriter:
    """Gives the same answer to the same prompt, spread over `seconds_per_task`.

    Of its calls the share `failure_rate` fails, by chance and not by prompt, so that a retry can succeed.
    """

    name = "demo"

    def __init__(self, *, seconds_per_task: float = 0.0, failure_rate: float = 0.0) -> None:
        self._seconds_per_task = seconds_per_task
        self._failure_rate = failure_rate

    async def warm(self) -> None:
        """There is nothing to wait for."""

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer:
        asked = read_prompt(call)
        if random.random() < self._failure_rate:  # noqa: S311 - chance, not secrecy
            raise _passing_failure()
        pieces = answer(asked)
        try:
            await self._stream(pieces, on_text)
        except asyncio.CancelledError:
            raise CallCancelled(usage=_usage(call, "")) from None
        text = "".join(pieces)
        return Answer(text=text, stop_reason=StopReason.END, model=MODEL, usage=_usage(call, text))

    async def draw(self, call: PictureCall, on_limits: OnLimits = unheard) -> Picture:
        if random.random() < self._failure_rate:  # noqa: S311 - chance, not secrecy
            raise _passing_failure()
        # Imported here: most demos draw nothing, and whoever writes needs no library of pictures.
        from generation.providers.demo.pictures import draw_picture

        await asyncio.sleep(self._seconds_per_task)
        data = await asyncio.to_thread(draw_picture, call.prompt, call.size)
        return Picture(data=data, model=MODEL)

    async def reach(self, model: str) -> None:
        """There is no service to ask."""

    async def _stream(self, pieces: list[str], on_text: Callable[[str], None]) -> None:
        if not self._seconds_per_task:
            for piece in pieces:
                on_text(piece)
            return
        text = "".join(pieces)
        chunks = max(1, round(self._seconds_per_task * _CHUNKS_PER_SECOND))
        length = -(-len(text) // chunks)
        for start in range(0, len(text), length):
            await asyncio.sleep(self._seconds_per_task / chunks)
            on_text(text[start : start + length])


def _passing_failure() -> ProviderError:
    kind, status = random.choice(_PASSING_FAILURES)  # noqa: S311
    return kind.error(status=status, detail=SIMULATED)


def _usage(call: Call, text: str) -> Usage:
    return Usage(
        input_tokens=len(call.system + call.text) // CHARACTERS_PER_TOKEN,
        output_tokens=len(text) // CHARACTERS_PER_TOKEN,
    )
