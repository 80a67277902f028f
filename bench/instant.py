"""A writer that answers at once, or after DEMO_SECONDS_PER_TASK seconds."""

import asyncio

from django.conf import settings

from generation.providers.base import Answer, Call, OnLimits, OnText, Provider, StopReason, unheard
from generation.providers.endpoint import Endpoint

_ANSWER = "### text\nThe words of this step are few, and they are always the same."


class InstantProvider:
    name = "instant"

    async def warm(self) -> None:
        """There is nothing to wait for."""

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer:
        if settings.ENV.demo_seconds_per_task:
            await asyncio.sleep(settings.ENV.demo_seconds_per_task)
        return Answer(text=_ANSWER, stop_reason=StopReason.END, model=call.model)


def make_provider(_: Endpoint) -> Provider:
    return InstantProvider()
