"""What a provider call costs: list prices by model, as data."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import structlog

log = structlog.get_logger(__name__)

LONG_PROMPT_TOKENS = 100_000
"""A prompt of more tokens than this pays the long price of a model that has one."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """US dollars per million tokens; the same number is a millionth of a dollar per token.

    `cache_write` and `cache_read` are shares of `input`. `long_prompt` replaces the whole price, output
    included, for a call with a long prompt.
    """

    input: Decimal
    output: Decimal
    cache_write: Decimal = Decimal("1.25")
    cache_read: Decimal = Decimal("0.1")
    long_prompt: "Price | None" = None


def _dollars(per_input: str, per_output: str, *, cache_read: str = "0.1") -> Price:
    return Price(input=Decimal(per_input), output=Decimal(per_output), cache_read=Decimal(cache_read))


# As published on 24 October 2026. A name stands for every model that begins with it, the longest name first,
# so that dated releases need no line of their own.
PRICES: dict[str, Price] = {
    "claude-fable-5": _dollars("10", "50"),
    "claude-fable-5-1": _dollars("10", "50", cache_read="0.025"),
    "claude-mythos-5": _dollars("10", "50"),
    "claude-mythos-5-1": _dollars("10", "50", cache_read="0.025"),
    "claude-opus-4": _dollars("15", "75"),
    "claude-opus-4-5": _dollars("5", "25"),
    "claude-opus-4-6": _dollars("5", "25"),
    "claude-opus-4-7": _dollars("5", "25"),
    "claude-opus-4-8": _dollars("5", "25"),
    "claude-opus-5": _dollars("5", "25"),
    "claude-opus-5-5": _dollars("4", "20", cache_read="0.05"),
    "claude-sonnet-4": _dollars("3", "15"),
    "claude-sonnet-5": _dollars("2", "10"),
    "claude-sonnet-5-5": _dollars("2", "10", cache_read="0.05"),
    "claude-haiku-4-5": _dollars("1", "5"),
    "claude-haiku-5-5": Price(
        input=Decimal("0.1"), output=Decimal("0.5"), long_prompt=_dollars("0.5", "2.5")
    ),
}


def cost_micro_usd(
    model: str, *, input_tokens: int, cache_write_tokens: int, cache_read_tokens: int, output_tokens: int
) -> int:
    """Return the cost of a call in millionths of a US dollar; 0 for a model whose price we do not know.

    `input_tokens` are those neither written to nor read from the cache.
    """
    price = price_of(model)
    if price is None:
        return 0
    if price.long_prompt and input_tokens + cache_write_tokens + cache_read_tokens > LONG_PROMPT_TOKENS:
        price = price.long_prompt
    cached = cache_write_tokens * price.cache_write + cache_read_tokens * price.cache_read
    return round((input_tokens + cached) * price.input + output_tokens * price.output)


@cache  # so that an unknown model is logged once, not once a call
def price_of(model: str) -> Price | None:
    """Return the price of a model, or None where the table knows no name it begins with."""
    known = [name for name in PRICES if model == name or model.startswith(f"{name}-")]
    if not known:
        log.warning("No price is known for this model; its calls are booked at no cost.", model=model)
        return None
    return PRICES[max(known, key=len)]
