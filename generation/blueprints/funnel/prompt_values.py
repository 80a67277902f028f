"""What the funnel's prompts may name."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import TaskSpec
from generation.blueprints.funnel.brief import read_brief
from generation.blueprints.funnel.offers import show_offers, show_saving
from generation.blueprints.funnel.products import LEADS_TO


def prompt_values(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
) -> Mapping[str, Any]:
    """Return `brief` as it was read, `offers` (products and bundle, by key) and `sums`, alike for all tasks.

    A task about one product also gets `product` and `following`, the offer its reader meets next.
    """
    read = read_brief(brief)
    offers = show_offers(read, language=language)
    alike = {
        "brief": read.model_dump(exclude_none=True),
        "offers": offers,
        "sums": show_saving(read, language=language),
    }
    if not task.product:
        return alike
    return alike | {"product": offers[task.product], "following": offers[LEADS_TO[task.product]]}
