"""What the prompts of documents may name."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import TaskSpec
from generation.blueprints.core import read_core
from generation.blueprints.documents.catalogue import CATALOGUE
from generation.blueprints.documents.inputs import chosen_documents, read_inputs


def prompt_values(
    brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
) -> Mapping[str, Any]:
    """Return `brief` and `inputs` as they were read, the `documents` that were chosen, and this task's."""
    return {
        "brief": read_core(brief).model_dump(exclude_none=True),
        "inputs": read_inputs(inputs).model_dump(exclude_none=True),
        "documents": chosen_documents(inputs),
        "document": {document.key: document for document in CATALOGUE}[task.key],
    }
