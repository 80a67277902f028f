"""Anthropic's Messages API through the official SDK, streamed.

Importing this file imports the SDK: 66 MB and half a second, so it is left to `get_provider`.
"""

import asyncio
from collections.abc import Iterable

import anthropic
import httpx2
import structlog
from anthropic.types import MessageDeltaUsage, RawMessageStreamEvent, TextBlockParam
from anthropic.types import Usage as ReportedUsage

from generation.calls import Usage
from generation.errors import ProviderError
from generation.providers import failures
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
from generation.providers.prices import cost_micro_usd

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 10.0
LIMITS = LimitHeaders(
    per_minute="anthropic-ratelimit-{meter}-limit", left="anthropic-ratelimit-{meter}-remaining"
)

LONGEST_DETAIL = 2000
CHARACTERS_PER_TOKEN = 3
"""For an answer that broke off before its usage was reported; books rather too much than too little."""

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
        self._client: anthropic.AsyncAnthropic | None = None
        self._client_loop: asyncio.AbstractEventLoop | None = None

    async def warm(self) -> None:
        if self._endpoint.key:
            self._shared_client()

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer:
        self._endpoint.check_key()
        reading = _Reading(model=call.model)
        try:
            stream = await self._shared_client().messages.create(
                model=call.model,
                max_tokens=call.max_output_tokens,
                system=_text_blocks([Block(text=call.system, cache=True)]),
                messages=[{"role": "user", "content": _text_blocks(call.blocks)}],
                stream=True,
            )
            async with stream:
                reading.begin(stream.response)
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

    def _shared_client(self) -> anthropic.AsyncAnthropic:
        """Return the client of this process's loop: connections belong to the loop they were opened on."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._client_loop is not loop:
            self._client = anthropic.AsyncAnthropic(
                api_key=self._endpoint.key,
                base_url=self._endpoint.address,
                max_retries=0,  # retries are the engine's; the SDK would also sleep any retry-after
                timeout=httpx2.Timeout(self._endpoint.silence_seconds, connect=CONNECT_SECONDS),
            )
            self._client_loop = loop
        return self._client

    def _failure(self, error: Exception, reading: "_Reading") -> ProviderError:
        status = status_of(error)
        response = error.response if isinstance(error, anthropic.APIStatusError) else None
        return kind_of(error, status, streaming=reading.streaming).error(
            status=status,
            retry_after=read_retry_after(response.headers) if response else None,
            usage=reading.usage(),
            limits=LIMITS.read(response.headers) if response else None,
            request_id=(response and response.headers.get("request-id")) or reading.request_id,
            detail=self._endpoint.without_key(f"{type(error).__name__}: {error}")[:LONGEST_DETAIL],
        )


def _text_blocks(blocks: Iterable[Block]) -> list[TextBlockParam]:
    """Return the blocks as the API wants them; it refuses one without text."""
    return [_text_block(block) for block in blocks if block.text.strip()]


def _text_block(block: Block) -> TextBlockParam:
    if block.cache:
        return {"type": "text", "text": block.text, "cache_control": {"type": "ephemeral"}}
    return {"type": "text", "text": block.text}


class _Reading:
    """One answer as far as it has been read."""

    def __init__(self, *, model: str) -> None:
        self.model = model
        self.request_id = ""
        self.streaming = False
        self._started = False
        self._text: list[str] = []
        self._stop_reason: str | None = None
        self._input = self._cache_write = self._cache_read = self._output = 0

    def begin(self, response: httpx2.Response) -> None:
        self.streaming = True
        self.request_id = response.headers.get("request-id", "")

    def take(self, event: RawMessageStreamEvent) -> str:
        """Take in one event and return the text it adds.

        Raises ValueError for an event that lacks what its type promises: the SDK does not check them.
        """
        try:
            return self._take(event)
        except (AttributeError, TypeError) as error:
            raise ValueError(f"unexpected event: {error}") from error

    def _take(self, event: RawMessageStreamEvent) -> str:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            self._text.append(event.delta.text)
            return event.delta.text
        if event.type == "message_start":
            self._started = True
            self.model = event.message.model
            self._book(event.message.usage)
        elif event.type == "message_delta":
            self._stop_reason = event.delta.stop_reason
            self._book(event.usage)
        return ""

    def _book(self, reported: ReportedUsage | MessageDeltaUsage) -> None:
        """Take over the counts. Each report holds totals, and may leave out what an earlier one said."""
        self._input = _newer(reported.input_tokens, self._input)
        self._cache_write = _newer(reported.cache_creation_input_tokens, self._cache_write)
        self._cache_read = _newer(reported.cache_read_input_tokens, self._cache_read)
        self._output = _newer(reported.output_tokens, self._output)

    def usage(self) -> Usage:
        """Return what the call has used, with an estimate for an answer whose end was not reported."""
        output = self._output
        if self._stop_reason is None:
            output = max(output, sum(map(len, self._text)) // CHARACTERS_PER_TOKEN)
        return Usage(
            input_tokens=self._input + self._cache_write + self._cache_read,
            cached_input_tokens=self._cache_read,
            output_tokens=output,
            cost_micro_usd=cost_micro_usd(
                AnthropicProvider.name,
                self.model,
                input_tokens=self._input,
                cache_write_tokens=self._cache_write,
                cache_read_tokens=self._cache_read,
                output_tokens=output,
            ),
        )

    def answer(self) -> Answer:
        """Return the answer after the stream has ended; raises ProviderError where there was none at all."""
        if not self._started:
            raise failures.UNREADABLE.error(request_id=self.request_id, detail="a stream without a message")
        return Answer(
            text="".join(self._text),
            stop_reason=_stop_reason(self._stop_reason),
            model=self.model,
            usage=self.usage(),
            request_id=self.request_id,
        )


def _newer(reported: int | None, known: int) -> int:
    return known if reported is None else reported


def _stop_reason(reported: str | None) -> StopReason:
    """Return ours for theirs. None means that the stream just ended: no error is raised for that.

    A reason that we do not know may not be the end, so it counts as a truncation, never as a whole answer.
    """
    if reported is None:
        return StopReason.TRUNCATED
    if reported not in _STOP_REASONS:
        log.warning("The model stopped for a reason we do not know.", stop_reason=reported)
    return _STOP_REASONS.get(reported, StopReason.TRUNCATED)
