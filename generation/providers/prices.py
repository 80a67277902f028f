"""What a call to a provider costs, by the prices its declaration lists."""

from functools import cache

import structlog

from generation.providers import spec_of
from generation.providers.spec import Price

log = structlog.get_logger(__name__)

LONG_PROMPT_TOKENS = 100_000
"""A prompt of more tokens than this pays the long price of a model that has one."""


def cost_micro_usd(
    provider: str,
    model: str,
    *,
    input_tokens: int,
    cache_write_tokens: int,
    cache_read_tokens: int,
    output_tokens: int,
) -> int:
    """Return the cost of a call in millionths of a US dollar; 0 for a model whose price we do not know.

    `input_tokens` are those neither written to nor read from the cache.
    """
    price = price_of(provider, model)
    if price is None:
        return 0
    if price.long_prompt and input_tokens + cache_write_tokens + cache_read_tokens > LONG_PROMPT_TOKENS:
        price = price.long_prompt
    cached = cache_write_tokens * price.cache_write + cache_read_tokens * price.cache_read
    return round((input_tokens + cached) * price.input + output_tokens * price.output)


@cache  # so that an unknown model is logged once, not once a call
def price_of(provider: str, model: str) -> Price | None:
    """Return the price of a provider's model, or None where its declaration knows no name it begins with."""
    prices = spec_of(provider).prices
    known = [name for name in prices if model == name or model.startswith(f"{name}-")]
    if not known:
        log.warning(
            "No price is known for this model; its calls are booked at no cost.",
            provider=provider,
            model=model,
        )
        return None
    return prices[max(known, key=len)]
