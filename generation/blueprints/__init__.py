"""The kinds of output Galley can write. A new kind is one folder and one name here."""

from generation.blueprints import documents, funnel, launch, page
from generation.blueprints.base import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (funnel.BLUEPRINT, documents.BLUEPRINT, launch.BLUEPRINT, page.BLUEPRINT)


def get_blueprint(key: str) -> Blueprint:
    """Return the blueprint of that key; raises KeyError where there is none."""
    return {blueprint.key: blueprint for blueprint in BLUEPRINTS}[key]
