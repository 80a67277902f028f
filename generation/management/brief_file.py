"""A brief as a file: name, language and brief of a funnel, as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint
from generation.errors import InvalidRequestError
from generation.languages import DEFAULT_LANGUAGE
from generation.texts import wrong_with_name

_FIELDS = frozenset({"name", "language", "brief", "inputs"})
_LONGEST_NAME = 200


class BriefFileError(Exception):
    """The file cannot be read as a brief; the message says why."""


@dataclass(frozen=True, kw_only=True)
class BriefFile:
    """What the file says of a funnel; `inputs` are those of the blueprint it is to run."""

    name: str
    language: str
    brief: Mapping[str, Any]
    inputs: Mapping[str, Any]


def read_brief_file(path: Path, kind: Blueprint) -> BriefFile:
    """Return the checked brief.

    Raises BriefFileError where the file is no JSON object, InvalidRequestError where fields are missing or
    wrong.
    """
    loaded = _load(path)
    language = loaded.get("language", DEFAULT_LANGUAGE)
    brief, inputs = loaded.get("brief", {}), loaded.get("inputs", {})
    apart = _problems(loaded) or {
        **{_dotted("brief", place): text for place, text in kind.check_brief(brief, language).items()},
        **{_dotted("inputs", place): text for place, text in kind.check_inputs(inputs).items()},
    }
    if problems := apart or kind.check_together(brief, inputs):
        raise InvalidRequestError(problems)
    return BriefFile(name=loaded["name"].strip(), language=language, brief=brief, inputs=inputs)


def _load(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))  # editors on Windows put a mark before it
    except FileNotFoundError as error:
        raise BriefFileError(f"There is no file {path}.") from error
    except OSError as error:
        raise BriefFileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BriefFileError(f"{path} is not a text file in UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BriefFileError(f"{path} is not JSON: {error.msg} at {place}.") from error
    except (ValueError, RecursionError) as error:  # json's own limits: 4,300 digits, a thousand levels or so
        raise BriefFileError(f"{path} nests too deeply, or holds a number with too many digits.") from error
    if not isinstance(loaded, dict):
        raise BriefFileError(f"{path} should hold an object with name, language and brief.")
    return loaded


def _problems(loaded: Mapping[str, Any]) -> dict[str, str]:
    problems = {
        name: f"There is no such field; the fields are {', '.join(sorted(_FIELDS))}."
        for name in loaded.keys() - _FIELDS
    }
    name = loaded.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
        problems["name"] = f"Give the funnel a name of up to {_LONGEST_NAME} characters."
    elif wrong := wrong_with_name(name):
        problems["name"] = wrong
    if not isinstance(loaded.get("brief"), dict):
        problems["brief"] = "Describe the funnel here, as an object."
    if not isinstance(loaded.get("inputs", {}), dict):
        problems["inputs"] = "Give an object here, or leave it out."
    return problems


def _dotted(field: str, place: str) -> str:
    """The language stands beside the brief in the file, not in it."""
    return place if place == "language" else f"{field}.{place}"
