"""A whole carousel by the demo writer, through the real pipeline and without a database."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.demo_funnel import DemoTools

SAMPLE = Path(__file__).resolve().parents[2] / "generation" / "samples" / "calm-inbox-carousel.json"

Carousel = dict[str, tuple[FinishedSection, ...]]


def carousel_sample() -> dict[str, Any]:
    """Return the packaged sample of a carousel: name, language, brief and inputs."""
    loaded: dict[str, Any] = json.loads(SAMPLE.read_text())
    return loaded


def carousel_inputs(**changes: Any) -> dict[str, Any]:
    """Return the inputs of the sample's carousel with these changes."""
    return {**carousel_sample()["inputs"], **changes}


def write_words(inputs: Mapping[str, Any] | None = None, **changes: Any) -> Carousel:
    """Return the finished sections of its strategy and its slides, by task; of the sample unless told."""
    given = carousel_inputs() if inputs is None else inputs
    written: dict[str, WrittenTask] = {}
    finished: Carousel = {}
    for key in ("strategy", "slides"):
        draft = carousel_draft(key, given, earlier=tuple(written.values()), **changes)
        finished[key] = run_pipeline(draft, DemoTools(), record=lambda stage: None).sections
        written[key] = as_written(key, finished[key])
    return finished


def carousel_draft(task: str, inputs: Mapping[str, Any], **changes: Any) -> Draft:
    """Return the draft of that task for the sample's brief."""
    blueprint = get_blueprint("carousel")
    standard: dict[str, Any] = {
        "blueprint": blueprint,
        "task": blueprint.task(task, inputs),
        "brief": carousel_sample()["brief"],
        "language": "en",
        "inputs": inputs,
        "default_brand_voice": "Plain, friendly and specific",
    }
    return Draft(**(standard | changes))


def as_written(task: str, sections: tuple[FinishedSection, ...]) -> WrittenTask:
    """Return the sections of a task as later ones read them."""
    stored = (
        WrittenSection(
            key=section.spec.key,
            kind=section.spec.kind,
            title=section.spec.title,
            body=section.body,
            fields=section.fields,
        )
        for section in sections
    )
    return WrittenTask(key=task, title=task.capitalize(), product="", sections=tuple(stored))
