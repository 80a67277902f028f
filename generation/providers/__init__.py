"""The providers Galley can call. A new one is one file and one entry here; SDKs are imported on first use."""

from functools import cache
from importlib import import_module
from typing import cast

from django.conf import settings

from generation.providers.base import Illustrator, Provider
from generation.providers.spec import Price, ProviderSpec, dollars


def _openai(
    per_input: str, per_output: str, *, long: str, long_output: str, cache_read: str = "0.1"
) -> Price:
    """Return a price of OpenAI's, with the one it has for prompts of more than 272,000 tokens."""
    return dollars(
        per_input,
        per_output,
        cache_read=cache_read,
        long_prompt=dollars(long, long_output, cache_read=cache_read),
        long_from_tokens=272_000,
    )


PROVIDERS: dict[str, ProviderSpec] = {
    "anthropic": ProviderSpec(
        title="Anthropic",
        module="generation.providers.anthropic",
        key="ANTHROPIC_API_KEY",
        address="ANTHROPIC_BASE_URL",
        base_url="https://api.anthropic.com",
        default_model="claude-sonnet-5-5",
        limits_count_cached_input=False,
        # As published on 24 October 2026.
        prices={
            "claude-fable-5": dollars("10", "50"),
            "claude-fable-5-1": dollars("10", "50", cache_read="0.025"),
            "claude-mythos-5": dollars("10", "50"),
            "claude-mythos-5-1": dollars("10", "50", cache_read="0.025"),
            "claude-opus-4": dollars("15", "75"),
            "claude-opus-4-1": dollars("15", "75"),
            "claude-opus-4-5": dollars("5", "25"),
            "claude-opus-4-6": dollars("5", "25"),
            "claude-opus-4-7": dollars("5", "25"),
            "claude-opus-4-8": dollars("5", "25"),
            "claude-opus-5": dollars("5", "25"),
            "claude-opus-5-5": dollars("4", "20", cache_read="0.05"),
            "claude-sonnet-4": dollars("3", "15"),
            "claude-sonnet-5": dollars("2", "10"),
            "claude-sonnet-5-5": dollars("2", "10", cache_read="0.05"),
            "claude-haiku-4-5": dollars("1", "5"),
            "claude-haiku-5-5": dollars(
                "0.1", "0.5", long_prompt=dollars("0.5", "2.5"), long_from_tokens=100_000
            ),
        },
    ),
    "gemini": ProviderSpec(
        title="Google",
        module="generation.providers.gemini",
        key="GEMINI_API_KEY",
        address="GEMINI_BASE_URL",
        base_url="https://generativelanguage.googleapis.com",
        default_model="gemini-3.8-flash",
        # As published on 18 November 2026; where a price doubles by the end of the year, the double one.
        prices={
            "gemini-4-neon": dollars("3", "15", cache_read="0.05"),
            "gemini-4-argon": dollars("4", "20", cache_read="0.05"),
            "gemini-4-carbon": dollars("4", "20", cache_read="0.05"),
            "gemini-4-hydrogen": dollars("1.5", "7.5", cache_read="0.05"),
            "gemini-3.8-flash": dollars("1.5", "7.5"),
            "gemini-3.5-flash": dollars("1.5", "9"),
            "gemini-3.5-flash-lite": dollars("0.3", "2.5"),
            "gemini-3.1-pro-preview": dollars(
                "2", "12", long_prompt=dollars("4", "18"), long_from_tokens=200_000
            ),
            "gemini-3-flash-preview": dollars("0.5", "3"),
            "gemini-2.5-pro": dollars(
                "1.25", "10", long_prompt=dollars("2.5", "15"), long_from_tokens=200_000
            ),
            "gemini-2.5-flash": dollars("0.3", "2.5"),
            "gemini-2.5-flash-lite": dollars("0.1", "0.4"),
        },
    ),
    "openai": ProviderSpec(
        title="OpenAI",
        module="generation.providers.openai",
        key="OPENAI_API_KEY",
        address="OPENAI_BASE_URL",
        base_url="https://api.openai.com/v1",
        needs_key_elsewhere=False,
        default_model="gpt-6.2-sol",
        picture_model="gpt-image-2.6-flare",
        # As published on 18 November 2026, for the standard tier.
        prices={
            "gpt-6.2-astra": _openai("8", "40", long="16", long_output="60", cache_read="0.05"),
            "gpt-6.2-sol": _openai("2", "10", long="4", long_output="15", cache_read="0.05"),
            "gpt-6.1-sol": _openai("2", "10", long="4", long_output="15", cache_read="0.05"),
            "gpt-6.1-terra": _openai("1", "5", long="2", long_output="7.5", cache_read="0.05"),
            "gpt-6-astra": _openai("10", "50", long="20", long_output="75"),
            "gpt-6-sol": _openai("2", "10", long="4", long_output="15"),
            "gpt-6-luna": _openai("0.1", "0.5", long="0.2", long_output="0.75"),
            "gpt-5.6-sol": _openai("4", "20", long="8", long_output="30"),
            "gpt-5.6-terra": _openai("2", "12", long="4", long_output="18"),
            "gpt-5.6-luna": _openai("0.2", "1.2", long="0.4", long_output="1.8"),
            "gpt-5.5": _openai("5", "30", long="10", long_output="45"),
            "gpt-5.4": _openai("2.5", "15", long="5", long_output="22.5"),
            "gpt-5.4-mini": dollars("0.75", "4.5"),
        },
        # As published on 5 November 2026: words go in, and pictures come out.
        picture_prices={
            "gpt-image-2.6-flare": dollars("5", "30", cache_read="0.25"),
            "gpt-image-2.6-sunburst": dollars("5", "30", cache_read="0.25"),
            "gpt-image-2.5-flare": dollars("5", "30", cache_read="0.25"),
            "gpt-image-2.5-sunburst": dollars("5", "30", cache_read="0.25"),
            "gpt-image-2": dollars("5", "30", cache_read="0.25"),
        },
    ),
    "demo": ProviderSpec(
        title="the demo writer",
        module="generation.providers.demo",
        default_model="demo",
        picture_model="demo",
        has_other_models=False,
        prices={"demo": dollars("0", "0")},
        languages=("en",),
        is_offline=True,
    ),
}


def spec_of(name: str) -> ProviderSpec:
    """Return what is declared of a provider; of one that a row names and that is gone, its name alone."""
    return PROVIDERS.get(name) or ProviderSpec(title=name, module="", default_model="")


def offline_providers() -> list[str]:
    """Return the names of those that ask no service."""
    return [name for name, spec in PROVIDERS.items() if spec.is_offline]


@cache
def get_provider(name: str) -> Provider:
    """Return the process's provider of that name, made on first use; raises KeyError for an unknown name."""
    spec = PROVIDERS[name]
    provider: Provider = import_module(spec.module).make_provider(spec.endpoint_in(settings.ENV))
    return provider


def get_illustrator(name: str) -> Illustrator:
    """Return the process's provider of that name as one that draws; raises KeyError where it does not."""
    if not PROVIDERS[name].draws:
        raise KeyError(name)
    return cast(Illustrator, get_provider(name))
