"""What the doctor finds of those who write, plan and draw: their keys, who they are, and their prices."""

from collections.abc import Iterator

from config.env import Environment
from generation.app_settings import BUDGET_USD_PER_JOB, BUDGET_USD_PER_MONTH
from generation.engine.writers.choice import cast_of, everybody_named
from generation.management.findings import Finding
from generation.providers import PROVIDERS, spec_of
from generation.providers.prices import price_of
from generation.states import Role
from settings_app.schema import Values

_WITHOUT_KEY = {
    Role.WRITER: "the demo writer",
    Role.STRATEGIST: "the writer",
    Role.ILLUSTRATOR: "the demo's own pictures",
}


def of_keys(env: Environment) -> Iterator[Finding]:
    for spec in PROVIDERS.values():
        if spec.key:
            needless = spec.opened_by(env) == spec.address
            without = f"not set, and not needed where {spec.address} leads" if needless else "not set"
            yield Finding(part=spec.key, says="set" if spec.key_in(env) else without)


def of_cast(env: Environment, values: Values) -> Iterator[Finding]:
    """Name the writer, and who plans and draws where that is another."""
    cast = cast_of(values)
    for role, writer in cast.items():
        if role != Role.WRITER and writer == cast[Role.WRITER]:
            continue
        part, key = role.capitalize(), spec_of(writer.provider).missing_key_in(env)
        if key:
            yield Finding(
                part=part,
                says=f"the setting {role}_provider says {writer.provider}, and there is no key",
                remedy=f"set {key}, or empty the setting to use {_WITHOUT_KEY[role]}",
            )
        else:
            says = f"{writer.provider}, model {writer.model}, by this environment; a worker goes by its own"
            yield Finding(part=part, says=says)


def of_prices(values: Values) -> Iterator[Finding]:
    """Name the writers that no budget can hold, where there is a budget."""
    unknown = [str(each) for each in everybody_named(values) if price_of(each.provider, each.model) is None]
    if unknown and (values[BUDGET_USD_PER_JOB] or values[BUDGET_USD_PER_MONTH]):
        yield Finding(
            part="Prices",
            says=f"none is known for {', '.join(unknown)}, whose calls count as $0 in every budget",
            remedy="choose a model with a price, or add it in generation/providers/__init__.py",
        )
