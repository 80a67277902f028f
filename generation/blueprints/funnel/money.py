"""The sums of a funnel: what its products cost together, and what the bundle saves."""

from decimal import Decimal

from generation.blueprints.funnel.brief import Brief
from generation.blueprints.funnel.products import PRODUCTS


def total_price(brief: Brief) -> Decimal:
    """Return what the five products cost one by one."""
    return sum((Decimal(brief.products[kind.key].price) for kind in PRODUCTS), Decimal(0))


def bundle_saving(brief: Brief) -> Decimal:
    """Return what the bundle costs less than its products do; negative where it costs more."""
    return total_price(brief) - Decimal(brief.bundle.price)
