"""One answer while it streams in, whoever streams it: its text, what it used, and how it ended."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from generation.calls import Usage
from generation.providers import failures
from generation.providers.base import Answer, Call, StopReason
from generation.providers.prices import cost_micro_usd, has_price

log = structlog.get_logger(__name__)

CHARACTERS_PER_TOKEN = 3
"""For what a service did not count, as it broke off or never does; books rather too much than too little."""

Event = TypeVar("Event")


@dataclass(kw_only=True)
class Tokens:
    """What the service counted so far; `plain` is the input neither written to nor read from its cache."""

    plain: int = 0
    cache_write: int = 0
    cache_read: int = 0
    output: int = 0

    @property
    def input(self) -> int:
        return self.plain + self.cache_write + self.cache_read


class Reading(ABC, Generic[Event]):
    """One answer as far as it has been read.

    A provider says in `read` what one event of its stream adds. `started` is true once one has come that
    only an answer has; `stop_reason` is None until the service has said how the answer ended.
    """

    def __init__(self, provider: str, call: Call) -> None:
        self.model = call.model
        self.request_id = ""
        self.streaming = False
        self.started = False
        self.stop_reason: StopReason | None = None
        self.tokens = Tokens()
        self._provider = provider
        self._call = call
        self._text: list[str] = []

    @abstractmethod
    def read(self, event: Event) -> str:
        """Take in one event and return the text it adds."""

    def begin(self, request_id: str) -> None:
        """Note that the service has accepted the call; from here on it is its answer that can break off."""
        self.streaming, self.request_id = True, request_id

    def take(self, event: Event) -> str:
        """Take in one event and return the text it adds.

        Raises ValueError for an event that lacks what its type promises: not every SDK checks them.
        """
        try:
            text = self.read(event)
        except (AttributeError, LookupError, TypeError) as error:
            raise ValueError(f"unexpected event: {error}") from error
        self._text.append(text)
        return text

    def usage(self) -> Usage:
        """Return what the call has used, with an estimate for what the service has not counted."""
        plain, output = self.tokens.plain, self.tokens.output
        if self.started and not self.tokens.input:
            plain = (len(self._call.system) + len(self._call.text)) // CHARACTERS_PER_TOKEN
        if self.stop_reason is None or not output:
            output = max(output, sum(map(len, self._text)) // CHARACTERS_PER_TOKEN)
        return Usage(
            input_tokens=plain + self.tokens.cache_write + self.tokens.cache_read,
            cached_input_tokens=self.tokens.cache_read,
            output_tokens=output,
            cost_micro_usd=cost_micro_usd(
                self._provider,
                self._priced_model(),
                input_tokens=plain,
                cache_write_tokens=self.tokens.cache_write,
                cache_read_tokens=self.tokens.cache_read,
                output_tokens=output,
            ),
        )

    def _priced_model(self) -> str:
        """Return the model that is paid for: the one that says it answered, if its name is one we know."""
        return self.model if has_price(self._provider, self.model) else self._call.model

    def answer(self) -> Answer:
        """Return the answer after the stream has ended; raises ProviderError where there was none at all.

        A stream that just ends was cut off: no SDK raises an error for that.
        """
        if not self.started:
            raise failures.UNREADABLE.error(request_id=self.request_id, detail="a stream without an answer")
        return Answer(
            text="".join(self._text),
            stop_reason=self.stop_reason or StopReason.TRUNCATED,
            model=self.model,
            usage=self.usage(),
            request_id=self.request_id,
        )


def stop_reason_of(reported: str | None, known: Mapping[str, StopReason]) -> StopReason | None:
    """Return ours for theirs; None where the service has not said why it stopped.

    A reason that we do not know may not be the end, so it counts as a truncation, never as a whole answer.
    """
    if reported is None:
        return None
    if reported not in known:
        log.warning("The model stopped for a reason we do not know.", stop_reason=reported)
    return known.get(reported, StopReason.TRUNCATED)


def newer(reported: int | None, known: int) -> int:
    """Return the count that goes: a report may leave out what an earlier one said."""
    return known if reported is None else reported
