"""What is missing or wrong in what a person gave, told to them: a brief, or the inputs of a run.

The sentence for a field is its description in the model that declares it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

MOST_SENTENCES = 100
_LONGEST_PATH = 120

Sentence = tuple[str, str]  # dotted path, what to do about it


def problems_with(model: type[BaseModel], given: Any, *, called: str) -> dict[str, str]:
    """Return a sentence for each field of `given` that is missing or wrong, by its dotted path.

    Anything at all may be given; it never raises. `called` is what the whole is called.
    """
    return dict(islice(sentences_about(model, given, called=called), MOST_SENTENCES))


def sentences_about(model: type[BaseModel], given: Any, *, called: str) -> Iterator[Sentence]:
    """Yield them one by one; nothing where `given` can be read as that model."""
    whole = (called, f"Write the {called} as an object with the fields {', '.join(model.model_fields)}.")
    if not isinstance(given, Mapping):
        yield whole
        return
    try:
        model.model_validate(dict(given))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            yield (_path(detail["loc"]), _advice(model, detail)) if detail["loc"] else whole


def shown(value: object) -> str:
    """Return it with a question mark for each character that nobody can see."""
    return "".join(character if character.isprintable() else "?" for character in str(value))


def _path(loc: Sequence[int | str]) -> str:
    path = ".".join(shown(step) for step in loc)
    return path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + "..."


def _advice(model: type[BaseModel], detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if detail["type"] in ("extra_forbidden", "invalid_key"):
        fields = ", ".join(_model_at(model, detail["loc"]).model_fields)
        if not fields:
            return "There is no such field here."
        return f"There is no such field here; the fields are {fields}."
    if detail["type"] == "string_type":  # a number, say; no form can send one, so only programs are told
        return f"{_description_at(model, detail['loc'])} Give it as text, in quotes."
    return _description_at(model, detail["loc"])


def _description_at(model: type[BaseModel], loc: Sequence[int | str]) -> str:
    """Return the description of the innermost field on that path; an item of a list has its list's."""
    names = [step for step in loc if isinstance(step, str)]
    return _model_at(model, names).model_fields[names[-1]].description or ""


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """Return the model that holds the last step of that path."""
    for step in loc[:-1]:  # only a model has fields below it
        model = cast("type[BaseModel]", model.model_fields[str(step)].annotation)
    return model
