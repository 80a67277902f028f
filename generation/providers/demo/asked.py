"""What a prompt asks for: the brief in its first block and the request at its end."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.errors import ProviderError
from generation.languages import LANGUAGES
from generation.providers.base import Call

_BRIEF = re.compile(r"<brief>\s*(.*?)\s*</brief>", re.S)
_INPUTS = re.compile(r'<inputs kind="(\w+)">\s*(.*?)\s*</inputs>', re.S)
_NOTE = re.compile(r"<note>\s*(.*?)\s*</note>", re.S)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A section as the request states it; `fewest` and `most` words are the limits of the craft, not of
    the contract, which allows six tenths of the one and half as much again as the other."""

    key: str
    kind: str
    title: str
    fewest: int
    most: int
    include: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    chapters: int = 0
    button: bool = False
    tags: int = 13
    max_tag_chars: int = 20
    max_title_chars: int = 140


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`task` is the text of the last block without its request; `note` is a person's wish, "" for none.

    `kind` is the blueprint whose inputs stand in the prompt as `<inputs kind="...">`, "" where none do.
    """

    brief: Mapping[str, Any]
    sections: tuple[Wanted, ...]
    kind: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    task: str = ""
    note: str = ""


def read_prompt(call: Call) -> Asked:
    """Return what the call asks for.

    Raises ProviderError, for good, where it asks for a language other than English or for nothing legible.
    """
    task, _, rest = call.blocks[-1].text.rpartition("<request>")
    request = _json(rest.partition("</request>")[0])
    if not (sections := request.get("sections")):
        raise ProviderError("bad_request", "The prompt holds no request for sections.", retryable=False)
    _check_language(str(request.get("language") or "en"))
    wanted = tuple(_wanted(section) for section in sections)
    note, inputs = _NOTE.search(task), _INPUTS.search(call.text)
    return Asked(
        brief=_brief(call.text),
        kind=inputs[1] if inputs else "",
        inputs=_json(inputs[2]) if inputs else {},
        sections=wanted,
        task=task,
        note=note[1] if note else "",
    )


def _brief(text: str) -> Mapping[str, Any]:
    found = _BRIEF.search(text)
    return _json(found[1]) if found else {}


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _check_language(code: str) -> None:
    if code != "en":
        language = LANGUAGES.get(code, code)
        raise ProviderError(
            "unsupported_language",
            "The demo writer writes English only. "
            f"To write in {language}, have a language model write: the setting writer_provider chooses one.",
            retryable=False,
        )


def _wanted(section: Mapping[str, Any]) -> Wanted:
    return Wanted(
        key=str(section["key"]),
        kind=str(section.get("kind") or "prose"),
        title=str(section.get("title") or ""),
        fewest=round(section.get("min_words", 0) / 0.6),
        most=round(section.get("max_words", 600) / 1.5),
        include=tuple(section.get("include") or ()),
        marks=tuple(section.get("marks") or ()),
        chapters=int(section.get("chapters") or 0),
        button=bool(section.get("button")),
        tags=int(section.get("tags") or 13),
        max_tag_chars=int(section.get("max_tag_chars") or 20),
        max_title_chars=int(section.get("max_title_chars") or 140),
    )
