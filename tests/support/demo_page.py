"""Web pages to test with: inputs for them, and what the demo writer makes of those, without a database."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints import get_blueprint
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.demo_funnel import DemoTools

SAMPLE = Path(__file__).resolve().parents[2] / "generation" / "samples" / "calm-inbox-page.json"
TYPES = ("category", "product", "landing", "blog")
_KINDS = ("small", "large", "plain", "linen", "woollen", "waxed", "printed", "folding", "quiet", "bright")
_THINGS = (
    "bags",
    "lamps",
    "shelves",
    "notebooks",
    "chairs",
    "mugs",
    "folders",
    "stickers",
    "labels",
    "desks",
)
_BUYERS = ("", " for teachers", " for students", " for studios")
_COUNTS = ((12, 90), (340, 900), (40, 2400), (1200, 14_000))
_STATUSES = ("missing", "outdated", "current")


def page_sample() -> dict[str, Any]:
    """Return the packaged sample of a page: name, language, brief and inputs."""
    loaded: dict[str, Any] = json.loads(SAMPLE.read_text())
    return loaded


def page_inputs(**fields: Any) -> dict[str, Any]:
    """Return the inputs of the sample's page; `fields` replace what they say."""
    return {**page_sample()["inputs"], **fields}


def many_inputs(count: int) -> list[dict[str, Any]]:
    """Return the inputs of so many pages of one shop, up to 400: of all types, each for its own keyword."""
    keywords = [f"{kind} {thing}{buyer}" for buyer in _BUYERS for kind in _KINDS for thing in _THINGS]
    return [_inputs_for(keyword, number) for number, keyword in enumerate(keywords[:count])]


def _inputs_for(keyword: str, number: int) -> dict[str, Any]:
    products, searches = _COUNTS[number // 5 % len(_COUNTS)]
    return {
        "page_type": TYPES[number % len(TYPES)],
        "url": f"https://shop.example/goods/{keyword.replace(' ', '-')}",
        "keywords": [keyword],
        "sku_count": products,
        "monthly_searches": searches,
        "content_status": _STATUSES[number % len(_STATUSES)],
    }


def page_draft(inputs: Mapping[str, Any], **changes: Any) -> Draft:
    """Return the draft of a page for the sample's brief."""
    blueprint = get_blueprint("page")
    standard: dict[str, Any] = {
        "blueprint": blueprint,
        "task": blueprint.task("page", inputs),
        "brief": page_sample()["brief"],
        "language": "en",
        "inputs": inputs,
        "default_brand_voice": "Plain, friendly and specific",
    }
    return Draft(**(standard | changes))


def write_page(inputs: Mapping[str, Any], **changes: Any) -> dict[str, FinishedSection]:
    """Return the finished sections of a page by their keys; raises what the pipeline raises."""
    finished = run_pipeline(page_draft(inputs, **changes), DemoTools(), record=lambda stage: None)
    return {section.spec.key: section for section in finished.sections}
