"""What is known of a provider before it is asked anything: all that others need of it is declared here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from config.env import Environment
from generation.providers.endpoint import Endpoint


@dataclass(frozen=True, kw_only=True)
class Price:
    """US dollars per million tokens; the same number is a millionth of a dollar per token.

    `cache_write` and `cache_read` are shares of `input`. `long_prompt` replaces the whole price, output
    included, for a call whose prompt has more than `long_from_tokens`.
    """

    input: Decimal
    output: Decimal
    cache_write: Decimal = Decimal("1.25")
    cache_read: Decimal = Decimal("0.1")
    long_prompt: "Price | None" = None
    long_from_tokens: int = 0


def dollars(
    per_input: str,
    per_output: str,
    *,
    cache_read: str = "0.1",
    long_prompt: Price | None = None,
    long_from_tokens: int = 0,
) -> Price:
    """Return the price as services publish it."""
    return Price(
        input=Decimal(per_input),
        output=Decimal(per_output),
        cache_read=Decimal(cache_read),
        long_prompt=long_prompt,
        long_from_tokens=long_from_tokens,
    )


@dataclass(frozen=True, kw_only=True)
class ProviderSpec:
    """One provider, declared; its entry in PROVIDERS gives it its name.

    `title` is what people call it. `module` has a function `make_provider(endpoint) -> Provider`, and is
    imported on first use: SDKs are heavy. `writes` says whether it is there to write text: a writer is one
    that does; `draws` whether it makes pictures. `key` and `address` are variables of the environment: the
    key it cannot do without, and what leads elsewhere than `base_url`, to a proxy or a service that speaks
    alike; where there are such services that want no key, `needs_key_elsewhere` is false.

    `default_model` writes where no other is named, `picture_model` draws. `prices` is by model: a name
    stands for its dated releases too; `picture_prices` are those of models that draw and do not write.
    `languages` are those it writes; empty is all of ours. `limits_count_cached_input` says whether its limits
    of tokens count what the cache served. An offline one asks no service: it costs nothing, and nobody waits
    for it.
    """

    title: str
    module: str
    default_model: str
    picture_model: str = ""
    writes: bool = True
    has_other_models: bool = True
    prices: Mapping[str, Price] = field(default_factory=dict)
    picture_prices: Mapping[str, Price] = field(default_factory=dict)
    key: str = ""
    address: str = ""
    base_url: str = ""
    needs_key_elsewhere: bool = True
    languages: tuple[str, ...] = ()
    limits_count_cached_input: bool = True
    is_offline: bool = False

    @property
    def draws(self) -> bool:
        return bool(self.picture_model)

    def key_in(self, environment: Environment) -> str:
        """Return the key that is set there; empty where none is, or none is needed."""
        return _value_of(self.key, environment).strip()

    def opened_by(self, environment: Environment) -> str:
        """Return the variable that is set there and opens it: its key, or its address where that will do.

        Empty where neither is set, and for one that needs nothing.
        """
        if self.key_in(environment):
            return self.key
        is_open = bool(self.key) and not self.endpoint_in(environment).needs_key
        return self.address if is_open else ""

    def missing_key_in(self, environment: Environment) -> str:
        """Return the variable it cannot do without there, and that is not set; empty where it has all."""
        return "" if self.opened_by(environment) else self.key

    def endpoint_in(self, environment: Environment) -> Endpoint:
        """Return where to reach it from there, and with which key."""
        elsewhere = _value_of(self.address, environment)
        return Endpoint(
            address=elsewhere or self.base_url,
            key=self.key_in(environment),
            needs_key=self.needs_key_elsewhere or not elsewhere,
        )


def _value_of(variable: str, environment: Environment) -> str:
    return str(getattr(environment, variable.lower())) if variable else ""
