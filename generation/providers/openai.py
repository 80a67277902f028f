"""OpenAI's chat completions through the official SDK, streamed, and its pictures, each in one piece.

It is not OpenAI's newest API, but the one that other servers speak as well: vLLM, Ollama, llama.cpp, proxies.
Importing this file imports the SDK: 41 MB and half a second, so it is left to `get_provider`.
"""

import asyncio

import httpx2
import openai
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from generation.calls import Usage
from generation.errors import ProviderError
from generation.providers import spec_of
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
from generation.providers.endpoint import Endpoint
from generation.providers.failures import SILENCE, FailureKind, read_retry_after
from generation.providers.limits import LimitHeaders
from generation.providers.openai_failures import kind_of, kind_of_undrawn, status_of
from generation.providers.openai_pictures import read_picture
from generation.providers.per_loop import OncePerLoop
from generation.providers.pictures import usage_uncounted
from generation.providers.prices import has_price
from generation.providers.reading import Reading, stop_reason_of
from generation.providers.transport import patience

_FAILURES = (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, ValueError)
LIMITS = LimitHeaders(per_minute="x-ratelimit-limit-{meter}", left="x-ratelimit-remaining-{meter}")
NO_KEY = "none"
"""What is sent where no key is needed: the SDK makes no client without one."""

_STOP_REASONS = {
    "stop": StopReason.END,
    "length": StopReason.TRUNCATED,
    "content_filter": StopReason.REFUSED,
}


def make_provider(endpoint: Endpoint) -> Provider:
    return OpenAIProvider(endpoint)


class OpenAIProvider:
    """Writes and draws with OpenAI's models, or with those of a server that speaks as OpenAI does."""

    name = "openai"

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = OncePerLoop(self._make_client)

    async def warm(self) -> None:
        if self._endpoint.is_open:
            self._client.get()

    async def write(self, call: Call, on_text: OnText, on_limits: OnLimits = unheard) -> Answer:
        self._endpoint.check_key()
        reading = _Reading(self.name, call)
        knows_new_limit = self._is_openais(call.model)
        try:
            stream = await self._client.get().chat.completions.create(
                model=call.model,
                messages=_messages(call),
                max_completion_tokens=call.max_output_tokens if knows_new_limit else openai.omit,
                max_tokens=openai.omit if knows_new_limit else call.max_output_tokens,
                stream=True,
                stream_options={"include_usage": True},
            )
            async with stream:
                reading.begin(stream.response.headers.get("x-request-id", ""))
                on_limits(LIMITS.read(stream.response.headers))
                async for chunk in stream:
                    if text := reading.take(chunk):
                        on_text(text)
        except asyncio.CancelledError:
            raise CallCancelled(usage=reading.usage(), request_id=reading.request_id) from None
        except _FAILURES as error:
            # Without the chain: its exceptions hold the request, and with it the key.
            kind = kind_of(error, status_of(error), streaming=reading.streaming)
            raise self._failure(error, kind, usage=reading.usage(), request_id=reading.request_id) from None
        return reading.answer()

    async def draw(self, call: PictureCall, on_limits: OnLimits = unheard) -> Picture:
        self._endpoint.check_key()
        is_openais, request_id = self._is_openais(call.model), ""
        try:
            response = await self._client.get().images.with_raw_response.generate(
                model=call.model,
                prompt=call.prompt,
                size="{}x{}".format(*call.size),
                n=1,
                # Else the model chooses the quality, and with it the cost: up to four times as much.
                quality="medium" if is_openais else openai.omit,
                # A third of the bytes of a PNG, and sooner here; no picture of ours is transparent.
                output_format="jpeg" if is_openais else openai.omit,
                # Other servers answer with an address unless told otherwise; OpenAI's refuse to be told.
                response_format=openai.omit if is_openais else "b64_json",
            )
            request_id = response.headers.get("x-request-id", "")
            on_limits(LIMITS.read(response.headers))
            return read_picture(self.name, call, response.parse(), request_id=request_id)
        except asyncio.CancelledError:
            # It is drawn and paid for though nobody waits any more.
            raise CallCancelled(usage=usage_uncounted(self.name, call)) from None
        except _FAILURES as error:
            kind = kind_of_undrawn(error, status_of(error))
            used = usage_uncounted(self.name, call) if kind is SILENCE else None  # likewise
            raise self._failure(error, kind, usage=used, request_id=request_id) from None

    async def reach(self, model: str) -> None:
        self._endpoint.check_key()
        try:
            await self._client.get().models.retrieve(model)
        except _FAILURES as error:
            raise self._failure(error, kind_of_undrawn(error, status_of(error))) from None

    def _is_openais(self, model: str) -> bool:
        """Say whether it is a model of OpenAI's own, which may be reached through a proxy.

        Those that reason refuse `max_tokens`. Other servers know it best, and some of them nothing else: an
        answer without a limit would be theirs.
        """
        return self._endpoint.address == spec_of(self.name).base_url or has_price(self.name, model)

    def _make_client(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(
            api_key=self._endpoint.key or NO_KEY,
            base_url=self._endpoint.address,
            max_retries=0,  # retries are the engine's; the SDK would also sleep any retry-after
            timeout=patience(self._endpoint),
        )

    def _failure(
        self, error: Exception, kind: FailureKind, *, usage: Usage | None = None, request_id: str = ""
    ) -> ProviderError:
        response = error.response if isinstance(error, openai.APIStatusError) else None
        return kind.error(
            status=status_of(error),
            retry_after=read_retry_after(response.headers) if response else None,
            usage=usage,
            limits=LIMITS.read(response.headers) if response else None,
            request_id=(response and response.headers.get("x-request-id")) or request_id,
            detail=self._endpoint.detail_of(error),
        )


def _messages(call: Call) -> list[ChatCompletionMessageParam]:
    """Return the call as one message after the instructions: not every server takes a message in blocks."""
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": call.text}]
    if call.system.strip():
        messages.insert(0, {"role": "system", "content": call.system})
    return messages


class _Reading(Reading[ChatCompletionChunk]):
    def read(self, event: ChatCompletionChunk) -> str:
        self.started = True
        self.model = event.model or self.model
        if event.usage is not None:
            self._book(event.usage)
        text = ""
        for choice in event.choices:  # one, and none beside the usage
            text += choice.delta.content or ""
            self._end(stop_reason_of(choice.finish_reason, _STOP_REASONS))
            if choice.delta.refusal:
                self._end(StopReason.REFUSED)
        return text

    def _end(self, reason: StopReason | None) -> None:
        """Note how it ended; one that was refused ends like any other."""
        if self.stop_reason is not StopReason.REFUSED:
            self.stop_reason = reason or self.stop_reason

    def _book(self, reported: CompletionUsage) -> None:
        details, tokens = reported.prompt_tokens_details, self.tokens
        if details is not None:
            tokens.cache_read = details.cached_tokens or 0
            tokens.cache_write = details.cache_write_tokens or 0
        tokens.plain = max(0, reported.prompt_tokens - tokens.cache_read - tokens.cache_write)
        tokens.output = reported.completion_tokens
