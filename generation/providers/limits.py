"""What a provider says of its limits, in the headers of an answer or of an error."""

from collections.abc import Mapping

from generation.errors import RateLimit, RateLimits

METERS = ("requests", "tokens", "input_tokens", "output_tokens")
"""What a limit may count: calls, all tokens, tokens of prompts that no cache served, tokens of answers."""


def read_rate_limits(headers: Mapping[str, str], *, prefix: str = "anthropic-ratelimit-") -> RateLimits:
    """Return what the headers say; their names are lower case.

    They are those of Anthropic's API, such as `input-tokens-limit` and `input-tokens-remaining`. The moment
    of `-reset` is not read: there a limit fills up all the time, and is full at that moment.
    """
    found = {meter: _read(headers, f"{prefix}{meter.replace('_', '-')}") for meter in METERS}
    return {meter: limit for meter, limit in found.items() if limit}


def _read(headers: Mapping[str, str], name: str) -> RateLimit | None:
    per_minute, left = _number(headers.get(f"{name}-limit")), _number(headers.get(f"{name}-remaining"))
    if not per_minute:
        return None
    return RateLimit(per_minute=per_minute, left=per_minute if left is None else left)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
