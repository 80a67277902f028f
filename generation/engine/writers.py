"""The choice who writes."""

from dataclasses import dataclass

from django.conf import settings

from generation.app_settings import WRITER_MODEL, WRITER_PROVIDER
from settings_app.schema import Values

_KEYS = {"anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True)
class Writer:
    """A provider's name and the model it is asked for."""

    provider: str
    model: str


def choose_writer(values: Values) -> Writer:
    """Return who writes now: the settings' provider, else Anthropic where its key is set, else the demo."""
    provider = values[WRITER_PROVIDER] or ("anthropic" if settings.ENV.anthropic_api_key else "demo")
    return Writer(provider, "demo" if provider == "demo" else values[WRITER_MODEL])


def missing_key(writer: Writer) -> str:
    """Return the name of the environment's variable this writer cannot do without; empty where it has all."""
    name = _KEYS.get(writer.provider, "")
    return name if name and not getattr(settings.ENV, name.lower()) else ""
