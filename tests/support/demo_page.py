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


def page_sample() -> dict[str, Any]:
    """Return the packaged sample of a page: name, language, brief and inputs."""
    loaded: dict[str, Any] = json.loads(SAMPLE.read_text())
    return loaded


def page_inputs(**fields: Any) -> dict[str, Any]:
    """Return the inputs of the sample's page; `fields` replace what they say."""
    return {**page_sample()["inputs"], **fields}


def many_inputs(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Return the inputs of so many pages of one shop, of all types, each for a keyword of its own."""
    keywords = [f"{kind} {thing}" for kind in _KINDS for thing in _THINGS]
    return [
        {
            "page_type": TYPES[number % len(TYPES)],
            "url": f"https://shop.example/goods/{keywords[number].replace(' ', '-')}",
            "keywords": [keywords[number]],
        }
        | fields
        for number in range(count)
    ]


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
