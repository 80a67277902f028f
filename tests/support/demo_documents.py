"""A set of documents by the demo writer, through the real pipeline and without a database."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.demo_funnel import DemoTools
from tests.support.funnels import sample

DOCUMENTS = "calm-inbox-documents"
ALL = tuple(task.key for task in get_blueprint("documents").tasks({}))

DocumentSet = dict[str, tuple[FinishedSection, ...]]


def document_inputs(*documents: str, **changes: Any) -> dict[str, Any]:
    """Return the sample's inputs with these documents chosen (all of them unless told), and these changes."""
    return sample(DOCUMENTS)["inputs"] | {"documents": list(documents or ALL)} | changes


def document_draft(key: str, **changes: Any) -> Draft:
    """Return the draft of this document of the sample, as one of all, with these changes."""
    blueprint = get_blueprint("documents")
    standard: dict[str, Any] = {
        "brief": sample(DOCUMENTS)["brief"],
        "inputs": document_inputs(),
        "language": "en",
        "default_brand_voice": "Plain",
    }
    whole = standard | changes
    return Draft(blueprint=blueprint, task=blueprint.task(key, whole["inputs"]), **whole)


def write_document(draft: Draft) -> tuple[FinishedSection, ...]:
    """Return its finished sections; raises what the pipeline raises."""
    return run_pipeline(draft, DemoTools(), record=lambda stage: None).sections


def write_documents(**changes: Any) -> DocumentSet:
    """Return the finished sections of each chosen document, by key; `changes` are those of every draft."""
    inputs: Mapping[str, Any] = changes.get("inputs", document_inputs())
    written: dict[str, WrittenTask] = {}
    finished: DocumentSet = {}
    for task in get_blueprint("documents").tasks(inputs):
        earlier = tuple(written[key] for key in task.needs)
        finished[task.key] = write_document(document_draft(task.key, earlier=earlier, **changes))
        sections = tuple(map(_written, finished[task.key]))
        written[task.key] = WrittenTask(key=task.key, title=task.title, product="", sections=sections)
    return finished


def _written(section: FinishedSection) -> WrittenSection:
    return WrittenSection(
        key=section.spec.key,
        kind=section.spec.kind,
        title=section.spec.title,
        body=section.body,
        fields=section.fields,
    )
