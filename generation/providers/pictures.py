"""What a picture takes, where the service has not counted it: before it is drawn, or after nobody waited."""

from generation.calls import Usage
from generation.providers.base import PictureCall
from generation.providers.prices import cost_micro_usd
from generation.providers.reading import CHARACTERS_PER_TOKEN

PIXELS_PER_TOKEN = 1_000
"""By OpenAI's tables for the quality "medium": 1,056 tokens for 1024 x 1024, 1,568 for 1536 x 1024."""


def tokens_of_size(size: tuple[int, int]) -> int:
    """Return about how many tokens of output a picture of this size is."""
    width, height = size
    return width * height // PIXELS_PER_TOKEN


def usage_uncounted(provider: str, call: PictureCall) -> Usage:
    """Return an estimate of what the call uses."""
    return usage_of_tokens(
        provider,
        call.model,
        input_tokens=len(call.prompt) // CHARACTERS_PER_TOKEN,
        output_tokens=tokens_of_size(call.size),
    )


def usage_of_tokens(provider: str, model: str, *, input_tokens: int, output_tokens: int) -> Usage:
    """Return a picture's tokens with their cost."""
    return Usage(
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost_micro_usd=cost_micro_usd(
            provider,
            model,
            input_tokens=input_tokens,
            cache_write_tokens=0,
            cache_read_tokens=0,
            output_tokens=output_tokens,
        ),
    )
