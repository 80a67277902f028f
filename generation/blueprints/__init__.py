"""The kinds of output Galley can write. A new kind is one folder and one name here."""

from importlib import import_module

from generation.blueprints.base import Blueprint

KINDS = (
    "funnel",
    "documents",
    "launch",
    "page",
    "carousel",
)
"""The folders beside this file, in the order in which people are shown them; each ends in one BLUEPRINT."""

BLUEPRINTS: tuple[Blueprint, ...] = tuple(import_module(f"{__name__}.{kind}").BLUEPRINT for kind in KINDS)


def get_blueprint(key: str) -> Blueprint:
    """Return the blueprint of that key; raises KeyError where there is none."""
    return {blueprint.key: blueprint for blueprint in BLUEPRINTS}[key]
