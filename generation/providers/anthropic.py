"""Anthropic's Messages API through the official SDK, streamed.

Importing this file imports the SDK: 66 MB and half a second, so it is left to `get_provider`.
"""

import asyncio
from collections.abc import Iterable

import anthropic
import httpx2
from anthropic.types import MessageDeltaUsage, RawMessageStreamEvent, TextBlockParam
from anthropic.types import Usage as ReportedUsage

from generation.errors import ProviderError
from generation.providers.anthropic_failures import kind_of, status_of
from generation.providers.base import (
    Answer,
    Block,
    Call,
    CallCancelled,
    OnLimits,
    OnText,
    Provider,
    StopReason,
    unheard,
)
from generation.providers.endpoint import Endpoint
from generation.providers.failures import read_retry_after
from generation.providers.limits import LimitHeaders
from generation.providers.per_loop import OncePerLoop
from generation.providers.reading import Reading, newer, stop_reason_of
from generation.providers.transport import patience

LIMITS = LimitHeaders(
    per_minute="anthropic-ratelimit-{meter}-limit", left="anthropic-ratelimit-{meter}-remaining"
)

_STOP_REASONS = {
    "end_turn": StopReason.END,
    "stop_sequence": StopReason.END,
    "max_tokens": StopReason.TRUNCATED,
    "model_context_window_exceeded": StopReason.TRUNCATED,
    "pause_turn": StopReason.TRUNCATED,
    "refusal": StopReason.REFUSED,
}


def make_provider(endpoint: Endpoint) -> Provider:
    return AnthropicProvider(endpoint)


class AnthropicProvider:
    """Writes with Anthropic's models."""

    name = "anthropic"

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = OncePerLoop(self._make_client)

    async def warm(self) -> None:
        if self._endpoint.key:
            self._client.get()

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer:
        self._endpoint.check_key()
        reading = _Reading(self.name, call)
        try:
            stream = await self._client.get().messages.create(
                model=call.model,
                max_tokens=call.max_output_tokens,
                system=_text_blocks([Block(text=call.system, cache=True)]),
                messages=[{"role": "user", "content": _text_blocks(call.blocks)}],
                stream=True,
            )
            async with stream:
                reading.begin(stream.response.headers.get("request-id", ""))
                on_limits(LIMITS.read(stream.response.headers))
                async for event in stream:
                    if text := reading.take(event):
                        on_text(text)
        except asyncio.CancelledError:
            raise CallCancelled(usage=reading.usage(), request_id=reading.request_id) from None
        except (anthropic.AnthropicError, httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # Without the chain: its exceptions hold the request, and with it the key.
            raise self._failure(error, reading) from None
        return reading.answer()

    def _make_client(self) -> anthropic.AsyncAnthropic:
        return anthropic.AsyncAnthropic(
            api_key=self._endpoint.key,
            base_url=self._endpoint.address,
            max_retries=0,  # retries are the engine's; the SDK would also sleep any retry-after
            timeout=patience(self._endpoint),
        )

    def _failure(self, error: Exception, reading: "_Reading") -> ProviderError:
        status = status_of(error)
        response = error.response if isinstance(error, anthropic.APIStatusError) else None
        return kind_of(error, status, streaming=reading.streaming).error(
            status=status,
            retry_after=read_retry_after(response.headers) if response else None,
            usage=reading.usage(),
            limits=LIMITS.read(response.headers) if response else None,
            request_id=(response and response.headers.get("request-id")) or reading.request_id,
            detail=self._endpoint.detail_of(error),
        )


def _text_blocks(blocks: Iterable[Block]) -> list[TextBlockParam]:
    """Return the blocks as the API wants them; it refuses one without text."""
    return [_text_block(block) for block in blocks if block.text.strip()]


def _text_block(block: Block) -> TextBlockParam:
    if block.cache:
        return {"type": "text", "text": block.text, "cache_control": {"type": "ephemeral"}}
    return {"type": "text", "text": block.text}


class _Reading(Reading[RawMessageStreamEvent]):
    def read(self, event: RawMessageStreamEvent) -> str:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            return event.delta.text
        if event.type == "message_start":
            self.started = True
            self.model = event.message.model
            self._book(event.message.usage)
        elif event.type == "message_delta":
            self.stop_reason = stop_reason_of(event.delta.stop_reason, _STOP_REASONS)
            self._book(event.usage)
        return ""

    def _book(self, reported: ReportedUsage | MessageDeltaUsage) -> None:
        """Take over the counts, each of which is a total."""
        tokens = self.tokens
        tokens.plain = newer(reported.input_tokens, tokens.plain)
        tokens.cache_write = newer(reported.cache_creation_input_tokens, tokens.cache_write)
        tokens.cache_read = newer(reported.cache_read_input_tokens, tokens.cache_read)
        tokens.output = newer(reported.output_tokens, tokens.output)
