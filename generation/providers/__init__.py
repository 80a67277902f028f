"""The providers Galley can call. A new one is one file and one entry here; SDKs are imported on first use."""

from functools import cache
from importlib import import_module

from django.conf import settings

from generation.providers.base import Provider
from generation.providers.spec import ProviderSpec, dollars

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
    "demo": ProviderSpec(
        title="the demo writer",
        module="generation.providers.demo",
        default_model="demo",
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
