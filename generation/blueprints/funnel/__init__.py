"""The sales funnel: five products, and what sells them, in 14 tasks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.funnel.brief import BRIEF_SCHEMA
from generation.blueprints.funnel.chapters import settle_titles
from generation.blueprints.funnel.check import check_brief
from generation.blueprints.funnel.offers import name_products
from generation.blueprints.funnel.products import BUMP, FRONT_END, LEAD_MAGNET, UPSELL_1, UPSELL_2
from generation.blueprints.funnel.prompt_values import prompt_values
from generation.blueprints.funnel.sections import (
    bundle_listing,
    emails,
    first_part,
    listings,
    plan,
    second_part,
    summaries,
    whole_product,
)

_PRODUCTS = "Product content"
_MARKETING = "Marketing materials"

_LEAD_MAGNET = ("lead_magnet_part_1", "lead_magnet_part_2")
_FRONT_END = ("front_end_part_1", "front_end_part_2")
_BUMP = ("bump_full",)
_UPSELL_1 = ("upsell_1_part_1", "upsell_1_part_2")
_UPSELL_2 = ("upsell_2_part_1", "upsell_2_part_2")
_ALL_PRODUCTS = (*_LEAD_MAGNET, *_FRONT_END, *_BUMP, *_UPSELL_1, *_UPSELL_2)

TASKS = (
    TaskSpec(
        key="lead_magnet_part_1",
        title="Lead magnet, part 1",
        group=_PRODUCTS,
        lane="lead_magnet",
        product="lead_magnet",
        prompt="lead_magnet_part_1.md",
        sections=plan(first_part, LEAD_MAGNET),
    ),
    TaskSpec(
        key="lead_magnet_part_2",
        title="Lead magnet, part 2",
        group=_PRODUCTS,
        lane="lead_magnet",
        product="lead_magnet",
        prompt="lead_magnet_part_2.md",
        sections=plan(second_part, LEAD_MAGNET),
        needs=("lead_magnet_part_1",),
    ),
    TaskSpec(
        key="front_end_part_1",
        title="Front-end, part 1",
        group=_PRODUCTS,
        lane="front_end",
        product="front_end",
        prompt="front_end_part_1.md",
        sections=plan(first_part, FRONT_END),
    ),
    TaskSpec(
        key="front_end_part_2",
        title="Front-end, part 2",
        group=_PRODUCTS,
        lane="front_end",
        product="front_end",
        prompt="front_end_part_2.md",
        sections=plan(second_part, FRONT_END),
        needs=("front_end_part_1",),
    ),
    TaskSpec(
        key="bump_full",
        title="Bump",
        group=_PRODUCTS,
        lane="bump",
        product="bump",
        prompt="bump.md",
        sections=plan(whole_product, BUMP),
    ),
    TaskSpec(
        key="upsell_1_part_1",
        title="Upsell 1, part 1",
        group=_PRODUCTS,
        lane="upsell_1",
        product="upsell_1",
        prompt="upsell_part_1.md",
        sections=plan(first_part, UPSELL_1),
        needs=("front_end_part_1",),
    ),
    TaskSpec(
        key="upsell_1_part_2",
        title="Upsell 1, part 2",
        group=_PRODUCTS,
        lane="upsell_1",
        product="upsell_1",
        prompt="upsell_part_2.md",
        sections=plan(second_part, UPSELL_1),
        needs=("front_end_part_1", "upsell_1_part_1"),
    ),
    TaskSpec(
        key="upsell_2_part_1",
        title="Upsell 2, part 1",
        group=_PRODUCTS,
        lane="upsell_2",
        product="upsell_2",
        prompt="upsell_part_1.md",
        sections=plan(first_part, UPSELL_2),
        needs=("front_end_part_1",),
    ),
    TaskSpec(
        key="upsell_2_part_2",
        title="Upsell 2, part 2",
        group=_PRODUCTS,
        lane="upsell_2",
        product="upsell_2",
        prompt="upsell_part_2.md",
        sections=plan(second_part, UPSELL_2),
        needs=("front_end_part_1", "upsell_2_part_1"),
    ),
    TaskSpec(
        key="all_tldrs",
        title="Product summaries",
        group=_MARKETING,
        lane="summaries",
        prompt="summaries.md",
        sections=plan(summaries),
        needs=_ALL_PRODUCTS,
    ),
    TaskSpec(
        key="marketplace_batch_1",
        title="Marketplace listings, part 1",
        group=_MARKETING,
        lane="listings_1",
        prompt="listings.md",
        sections=plan(listings, LEAD_MAGNET, FRONT_END, BUMP),
        needs=(*_LEAD_MAGNET, *_FRONT_END, *_BUMP),
    ),
    TaskSpec(
        key="marketplace_batch_2",
        title="Marketplace listings, part 2",
        group=_MARKETING,
        lane="listings_2",
        prompt="listings.md",
        sections=plan(listings, UPSELL_1, UPSELL_2),
        needs=(*_UPSELL_1, *_UPSELL_2),
    ),
    TaskSpec(
        key="all_emails",
        title="Emails",
        group=_MARKETING,
        lane="emails",
        prompt="emails.md",
        sections=plan(emails, LEAD_MAGNET, FRONT_END),
        needs=(*_LEAD_MAGNET, *_FRONT_END),
    ),
    TaskSpec(
        key="bundle_listing",
        title="Bundle listing",
        group=_MARKETING,
        lane="bundle",
        prompt="bundle.md",
        sections=plan(bundle_listing),
        needs=_ALL_PRODUCTS,
    ),
)


def _check_inputs(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(name): "Leave this out; a funnel is written from its brief alone." for name in inputs}


BLUEPRINT = Blueprint(
    key="funnel",
    title="Sales funnel",
    noun="funnel",
    about="Five products with all their text, and the emails and listings that sell them.",
    prompts=Path(__file__).parent / "prompts",
    tasks=lambda inputs: TASKS,
    check_brief=check_brief,
    check_inputs=_check_inputs,
    inputs_schema={"type": "object", "properties": {}, "additionalProperties": False},
    brief_schema=BRIEF_SCHEMA,
    prompt_values=prompt_values,
    products=name_products,
    settle_titles=settle_titles,
)
