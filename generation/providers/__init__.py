"""The providers Galley can call. A new one is one file and one line here; SDKs are imported on first use."""

from functools import cache
from importlib import import_module

from generation.providers.base import Provider

# name -> module with a function `make_provider() -> Provider`, which reads its key from the settings
PROVIDERS: dict[str, str] = {
    "anthropic": "generation.providers.anthropic",
    "demo": "generation.providers.demo",
}


@cache
def get_provider(name: str) -> Provider:
    """Return the process's provider of that name, made on first use; raises KeyError for an unknown name."""
    provider: Provider = import_module(PROVIDERS[name]).make_provider()
    return provider
