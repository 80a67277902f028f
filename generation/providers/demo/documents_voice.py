"""The voice of a company's documents: what their sentences may name of the brief and the inputs."""

import json
import re
from dataclasses import replace

from generation.providers.demo.asked import Asked
from generation.providers.demo.funnel import Funnel
from generation.providers.demo.phrasing import clipped, lowered
from generation.providers.demo.voice import Voice

_BRAND_VOICE = re.compile(r"in this voice: (.+)$", re.M)
_TROUBLES = ("first", "second", "third")
_LONGEST_NAME = 80  # the brief allows more, which no request asks to be repeated


def document_voice(asked: Asked, title: str) -> Voice:
    """Return the voice of the document of that title; another title is another wording."""
    funnel = Funnel(brief=asked.brief, note=asked.note)
    project = " ".join(str(asked.inputs.get("project") or "").split())
    known = {**funnel.voice.values, "project": project or "the project"}
    told = funnel.voice.knowing(
        document=lowered(title),
        project=known["project"],
        author=_author(funnel),
        keyword=funnel.keywords[0] if funnel.keywords else funnel.voice.values["subject"],
        brand_voice=lowered(clipped(_brand_voice(asked), words=20)),
        **_troubles(funnel),
        **{f"{name}_capital": _capital(known[name]) for name in ("project", "subject", "audience_short")},
    )
    unbarred = {name: value.replace("|", "/") for name, value in told.values.items()}  # a bar parts cells
    return replace(told, seed=json.dumps([told.seed, project, title]), values=unbarred)


def _author(funnel: Funnel) -> str:
    """Return who publishes it, with every dot and capital: requests ask for the name to the letter."""
    name = funnel.signature
    return name if len(name) <= _LONGEST_NAME else funnel.voice.values["author"]


def _troubles(funnel: Funnel) -> dict[str, str]:
    whole = {name: funnel.trouble(number) for number, name in enumerate(_TROUBLES)}
    return whole | {f"{name}_short": clipped(trouble, words=10) for name, trouble in whole.items()}


def _brand_voice(asked: Asked) -> str:
    found = _BRAND_VOICE.search(asked.task)
    return found[1] if found else "plain and friendly"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
