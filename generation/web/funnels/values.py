"""A brief's values as the form shows them, and what is typed there as the brief keeps it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from generation.models import Funnel
from generation.web.funnels.fields import OWN, BriefField


def text_of(funnel: Funnel, field: BriefField) -> str:
    """Return what the field shows of the funnel: what is usual where nothing stands, anything in a draft."""
    return normal(_shown(value_of(funnel, field.path))) or field.usual


def value_of(funnel: Funnel, path: str) -> Any:
    """Return what stands there; None where nothing does."""
    if path in OWN:
        return getattr(funnel, path)
    value: Any = funnel.brief
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def write(funnel: Funnel, field: BriefField, text: str) -> None:
    """Put what was typed in its place; an empty field is left out of the brief."""
    if field.path in OWN:
        setattr(funnel, field.path, text)
        return
    *way, last = field.path.split(".")
    place = funnel.brief if isinstance(funnel.brief, dict) else {}
    funnel.brief = place
    for step in way:
        inner = place.get(step)
        place[step] = place = inner if isinstance(inner, dict) else {}
    place.pop(last, None)
    if value := _kept(field, text):
        place[last] = value


def tidy(field: BriefField, text: str) -> str:
    """Return what was typed without what nobody means: spaces around it, and empty lines."""
    text = normal(text)
    if field.kind != "lines":
        return text
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def normal(text: str) -> str:
    """Return the text with the line ends of every system alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(text: str) -> str:
    """Return a short sign of the text, by which it is known again."""
    return sha256(text.encode()).hexdigest()[:12]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(item if isinstance(item, str) else json.dumps(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)


def _kept(field: BriefField, text: str) -> Any:
    return text.split("\n") if field.kind == "lines" and text else text
