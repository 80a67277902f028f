"""What a provider says of its limits, in the headers of an answer or of an error."""

from collections.abc import Mapping
from datetime import UTC, datetime

from generation.errors import RateLimits


def read_rate_limits(
    headers: Mapping[str, str], *, prefix: str = "anthropic-ratelimit-"
) -> RateLimits | None:
    """Return what the headers say; their names are lower case. None where they say nothing.

    They are those of Anthropic's API: `requests-limit`, `requests-remaining`, `requests-reset` and the same
    of tokens, where a reset is a moment of RFC 3339.
    """
    limits = RateLimits(
        requests=_number(headers.get(f"{prefix}requests-limit")) or 0,
        tokens=_number(headers.get(f"{prefix}tokens-limit")) or 0,
        wait_seconds=max(_wait(headers, f"{prefix}requests"), _wait(headers, f"{prefix}tokens")),
    )
    return limits if limits != RateLimits() else None


def _wait(headers: Mapping[str, str], name: str) -> float:
    if _number(headers.get(f"{name}-remaining")) != 0:
        return 0
    try:
        reset = datetime.fromisoformat(headers.get(f"{name}-reset", ""))
    except ValueError:
        return 0
    if reset.tzinfo is None:
        return 0
    return max(0.0, (reset - datetime.now(tz=UTC)).total_seconds())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
