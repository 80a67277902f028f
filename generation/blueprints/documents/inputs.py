"""What a run of documents is asked for besides the brief: which ones, of what project, and its facts."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from generation.blueprints.check import problems_with
from generation.blueprints.core import Part
from generation.blueprints.documents.catalogue import CATALOGUE, TITLES, Document
from generation.blueprints.fields import LONG, LongText, Name

_LONGEST_PROJECT = 80
_CHOOSE = "Choose at least one document."


def _key(value: str) -> str:
    if value not in TITLES:
        raise ValueError(f"There is no such document; choose from {', '.join(TITLES)}.")
    return value


def _each_once(keys: tuple[str, ...]) -> tuple[str, ...]:
    if not keys:
        raise ValueError(_CHOOSE)
    if len(set(keys)) < len(keys):
        raise ValueError("Choose each document once.")
    return keys


DocumentKey = Annotated[str, AfterValidator(_key), Field(json_schema_extra={"enum": list(TITLES)})]


class DocumentInputs(Part):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"documents": ["company_profile", "press_release", "faq"]}]}
    )

    documents: Annotated[tuple[DocumentKey, ...], AfterValidator(_each_once)] = Field(
        description=_CHOOSE,
        json_schema_extra={"minItems": 1, "uniqueItems": True, "x-titles": dict(TITLES)},
    )
    project: Name | None = Field(
        default=None,
        description="Name the project the documents are about, in up to 80 characters, or leave it out.",
    )
    data: LongText | None = Field(
        default=None,
        title="Project data",
        description="Give the facts of the project, in up to 60,000 characters, or leave it out.",
        json_schema_extra=LONG,
    )
    company_intelligence: LongText | None = Field(
        default=None,
        description="Give what is known of the company and its market, in up to 60,000 characters, "
        "or leave it out.",
        json_schema_extra=LONG,
    )


INPUTS_SCHEMA: Mapping[str, Any] = DocumentInputs.model_json_schema()


def read_inputs(inputs: Mapping[str, Any]) -> DocumentInputs:
    """Return the inputs as a value; raises pydantic's ValidationError where `check_inputs` finds a fault."""
    return DocumentInputs.model_validate(dict(inputs))


def check_inputs(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its path; never raises."""
    return problems_with(DocumentInputs, inputs, called="inputs")


def chosen_documents(inputs: Mapping[str, Any]) -> tuple[Document, ...]:
    """Return the documents that were chosen, in the order of the catalogue; all of it where none were."""
    keys = inputs.get("documents")
    given = keys if isinstance(keys, list | tuple) else ()
    return tuple(document for document in CATALOGUE if document.key in given) or CATALOGUE


def subject(inputs: Mapping[str, Any]) -> str:
    """Return the name of the project, however it was typed; "" where it has none."""
    composed = unicodedata.normalize("NFC", str(inputs.get("project") or ""))
    return " ".join(composed.split())[:_LONGEST_PROJECT]
