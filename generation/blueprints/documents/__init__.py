"""Documents of a company: those that were chosen from a catalogue, a task for each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.core import CORE_SCHEMA, check_core
from generation.blueprints.documents.catalogue import Document
from generation.blueprints.documents.inputs import INPUTS_SCHEMA, check_inputs, chosen_documents, subject
from generation.blueprints.documents.prompt_values import prompt_values
from generation.blueprints.documents.sections import plan


def _tasks(inputs: Mapping[str, Any]) -> tuple[TaskSpec, ...]:
    chosen = chosen_documents(inputs)
    keys = {document.key for document in chosen}
    return tuple(
        _task(document, needs=tuple(key for key in document.reads if key in keys)) for document in chosen
    )


def _task(document: Document, *, needs: tuple[str, ...]) -> TaskSpec:
    return TaskSpec(
        key=document.key,
        title=document.title,
        group="Documents",
        lane=document.key,
        prompt=f"{document.key}.md",
        sections=plan(document),
        needs=needs,
    )


BLUEPRINT = Blueprint(
    key="documents",
    title="Company documents",
    noun="set of documents",
    about="Documents of your choice about the company and its offer, from a profile to a 90-day plan.",
    prompts=Path(__file__).parent / "prompts",
    tasks=_tasks,
    check_brief=check_core,
    check_inputs=check_inputs,
    inputs_schema=INPUTS_SCHEMA,
    brief_schema=CORE_SCHEMA,
    prompt_values=prompt_values,
    subject=subject,
    continue_on_failure=True,
)
