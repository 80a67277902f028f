"""What came of a call to a provider: what it used, what was said of limits, the answer, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a provider call used: tokens as the provider counts them, cost in US dollars times a million.

    `input_tokens` is the whole input, `cached_input_tokens` the part of it served from the prompt cache.
    """

    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_micro_usd: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_micro_usd=self.cost_micro_usd + other.cost_micro_usd,
        )


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """So much a minute a provider lets through, and so much of it is left at this moment."""

    per_minute: int
    left: int


RateLimits = Mapping[str, RateLimit]
"""What a provider says of its limits, by what each counts: its meter."""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken rule: the rule's name, the section's key, what is wrong, and the words it was seen in."""

    rule: str
    section: str
    message: str
    span: str = ""


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """One section as it was answered: the text, and the named lines of an email, a listing or a bundle."""

    key: str
    body: str
    fields: Mapping[str, str | list[str]] = field(default_factory=dict)
