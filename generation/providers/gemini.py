"""Google's Gemini models through the official SDK, streamed.

Importing this file imports the SDK: 43 MB and half a second, so it is left to `get_provider`.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from contextvars import ContextVar

import httpx2
from google import genai
from google.genai import errors, types

from generation.errors import ProviderError
from generation.providers.base import (
    Answer,
    Call,
    CallCancelled,
    OnLimits,
    OnText,
    Provider,
    StopReason,
    unheard,
)
from generation.providers.endpoint import Endpoint
from generation.providers.gemini_failures import kind_of, retry_after_of, status_of
from generation.providers.per_loop import OncePerLoop
from generation.providers.reading import Reading, newer, stop_reason_of
from generation.providers.transport import patience

API_VERSION = "v1beta"

_response: ContextVar[httpx2.Response | None] = ContextVar("response", default=None)
"""That of the call which the running task makes: the SDK leaves one open that it has not read to its end."""

_STOP_REASONS = {
    "STOP": StopReason.END,
    "MAX_TOKENS": StopReason.TRUNCATED,
    "CONTINUATION": StopReason.TRUNCATED,
    "MALFORMED_RESPONSE": StopReason.TRUNCATED,
    "OTHER": StopReason.TRUNCATED,
    "SAFETY": StopReason.REFUSED,
    "RECITATION": StopReason.REFUSED,
    "LANGUAGE": StopReason.REFUSED,
    "BLOCKLIST": StopReason.REFUSED,
    "PROHIBITED_CONTENT": StopReason.REFUSED,
    "SPII": StopReason.REFUSED,
    "ESCALATION": StopReason.REFUSED,
    "PUP_LIMITED_DISABLED": StopReason.REFUSED,
    "MODEL_ARMOR": StopReason.REFUSED,
}


def make_provider(endpoint: Endpoint) -> Provider:
    return GeminiProvider(endpoint)


class GeminiProvider:
    """Writes with Google's Gemini models. Of its limits the service says nothing."""

    name = "gemini"

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
            stream = await self._client.get().aio.models.generate_content_stream(
                model=call.model, contents=call.text, config=_config_of(call)
            )
            async with aclosing(_legible(stream)) as chunks:
                async for chunk in chunks:
                    if text := reading.take(chunk):
                        on_text(text)
        except asyncio.CancelledError:
            raise CallCancelled(usage=reading.usage(), request_id=reading.request_id) from None
        except (errors.APIError, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            # Without the chain: its exceptions hold the request, and with it the key.
            raise self._failure(error, reading) from None
        finally:
            if response := _response.get():
                await response.aclose()
        return reading.answer()

    def _make_client(self) -> genai.Client:
        """Return a client with an HTTP client of ours.

        The SDK's own knows one time-out, in milliseconds, for connecting and for silence, and tells the
        service to end the whole answer within it. Without one it would wait for ever; so each request gets
        its time-outs on its way out.
        """
        silence = patience(self._endpoint).as_dict()

        async def be_patient(request: httpx2.Request) -> None:
            request.extensions["timeout"] = silence

        async def keep(response: httpx2.Response) -> None:
            _response.set(response)

        return genai.Client(
            vertexai=False,  # else the environment may say so
            api_key=self._endpoint.key,
            http_options=types.HttpOptions(
                base_url=self._endpoint.address,
                api_version=API_VERSION,
                httpx_async_client=httpx2.AsyncClient(
                    event_hooks={"request": [be_patient], "response": [keep]}
                ),
                # retries are the engine's; without options the SDK makes none
            ),
        )

    def _failure(self, error: Exception, reading: "_Reading") -> ProviderError:
        status = status_of(error)
        return kind_of(error, status, streaming=reading.streaming).error(
            status=status,
            retry_after=retry_after_of(error),
            usage=reading.usage(),
            request_id=reading.request_id,
            detail=self._endpoint.detail_of(error),
        )


def _config_of(call: Call) -> types.GenerateContentConfig:
    return types.GenerateContentConfig(
        system_instruction=call.system if call.system.strip() else None,
        max_output_tokens=call.max_output_tokens,
        # Else the SDK asks again by itself: for more, after a broken stream, with what functions answered.
        automatic_continuation=False,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )


async def _legible(
    stream: AsyncIterator[types.GenerateContentResponse],
) -> AsyncGenerator[types.GenerateContentResponse, None]:
    """Yield what the service sends; raises ValueError where it is not what the SDK takes for granted."""
    try:
        async for chunk in stream:
            yield chunk
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"unexpected event: {error}") from error


class _Reading(Reading[types.GenerateContentResponse]):
    def read(self, event: types.GenerateContentResponse) -> str:
        self.begin(event.response_id or self.request_id)
        self.model = event.model_version or self.model
        if event.usage_metadata is not None:
            self.started = True
            self._book(event.usage_metadata)
        if event.prompt_feedback is not None and event.prompt_feedback.block_reason is not None:
            self.started, self.stop_reason = True, StopReason.REFUSED
        return "".join(self._text_of(candidate) for candidate in event.candidates or [])  # there is one

    def _text_of(self, candidate: types.Candidate) -> str:
        self.started = True
        reason = candidate.finish_reason
        self.stop_reason = stop_reason_of(reason and reason.value, _STOP_REASONS) or self.stop_reason
        parts = (candidate.content and candidate.content.parts) or []
        return "".join(part.text for part in parts if part.text and not part.thought)

    def _book(self, reported: types.GenerateContentResponseUsageMetadata) -> None:
        """Take over the counts, each of which is a total; thoughts are paid for like what was written."""
        tokens = self.tokens
        prompt = newer(reported.prompt_token_count, tokens.input)
        tokens.cache_read = min(prompt, newer(reported.cached_content_token_count, tokens.cache_read))
        tokens.plain = prompt - tokens.cache_read
        written = (reported.candidates_token_count or 0) + (reported.thoughts_token_count or 0)
        tokens.output = max(tokens.output, written)
