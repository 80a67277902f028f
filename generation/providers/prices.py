"""What a call to a provider costs, by the prices its declaration lists."""

import re
from functools import cache

import structlog

from generation.providers import spec_of
from generation.providers.spec import Price

log = structlog.get_logger(__name__)

_RELEASE = re.compile(r"-(0\d\d|\d{6,8}|\d{4}-\d\d-\d\d)$")
"""How the name of a release says its day, or its number: behind the name of the model."""


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
    prompt_tokens = input_tokens + cache_write_tokens + cache_read_tokens
    if price.long_prompt and prompt_tokens > price.long_from_tokens:
        price = price.long_prompt
    cached = cache_write_tokens * price.cache_write + cache_read_tokens * price.cache_read
    return round((input_tokens + cached) * price.input + output_tokens * price.output)


@cache  # so that an unknown model is logged once, not once a call
def price_of(provider: str, model: str) -> Price | None:
    """Return the price of a provider's model, or of the model that it is a dated release of; None for others.

    A name that only begins like another is another model, and may cost ten times as much.
    """
    price = _listed(provider, model)
    if price is None:
        log.warning(
            "No price is known for this model; its calls are booked at no cost.",
            provider=provider,
            model=model,
        )
    return price


def has_price(provider: str, model: str) -> bool:
    """Say whether a provider's list names the model, which makes it one of that provider's own."""
    return _listed(provider, model) is not None


def only_draws(provider: str, model: str) -> bool:
    """Say whether a provider's list has the model among those that draw, and write nothing."""
    prices = spec_of(provider).picture_prices
    return model in prices or _RELEASE.sub("", model) in prices


def _listed(provider: str, model: str) -> Price | None:
    spec = spec_of(provider)
    prices = {**spec.prices, **spec.picture_prices}
    return prices.get(model) or prices.get(_RELEASE.sub("", model))
