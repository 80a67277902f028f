"""What a provider says of its limits, in the headers of an answer or of an error."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.calls import RateLimit, RateLimits

METERS = ("requests", "tokens", "input_tokens", "output_tokens")
"""What a limit may count: calls, all tokens, tokens of prompts, tokens of answers."""


@dataclass(frozen=True, kw_only=True)
class LimitHeaders:
    """The headers in which a service says its limits, in lower case; `{meter}` stands for one of METERS.

    `per_minute` names those of the limits, `left` those of what is left. The moment at which a limit is full
    again is not read: it fills up all the time.
    """

    per_minute: str
    left: str

    def read(self, headers: Mapping[str, str]) -> RateLimits:
        """Return what the headers say, whose names are lower case."""
        found = {meter: self._limit_of(meter.replace("_", "-"), headers) for meter in METERS}
        return {meter: limit for meter, limit in found.items() if limit}

    def _limit_of(self, meter: str, headers: Mapping[str, str]) -> RateLimit | None:
        per_minute = _number(headers.get(self.per_minute.format(meter=meter)))
        left = _number(headers.get(self.left.format(meter=meter)))
        if not per_minute:
            return None
        return RateLimit(per_minute=per_minute, left=per_minute if left is None else left)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
