"""Content is called by its kind and its subject, beside its funnel and in the addresses of its pages."""

from typing import Protocol

from generation.blueprints import get_blueprint

OWN = "funnel"
"""The kind that is a funnel's own: it goes by the funnel's name alone."""


class Funnel(Protocol):
    @property
    def name(self) -> str: ...


class OfFunnel(Protocol):
    """What says which content of which funnel it is, or is of: a job, a section."""

    @property
    def funnel(self) -> Funnel: ...

    @property
    def blueprint(self) -> str: ...

    @property
    def subject(self) -> str: ...


def content_name(blueprint: str, subject: str) -> str:
    """Return what content is called beside its funnel: "Launch: Spring event"; "" for the funnel's own.

    What was written of a kind that is declared no more goes by the kind's key.
    """
    if blueprint == OWN and not subject:
        return ""
    title = _title(blueprint)
    return f"{title}: {subject}" if subject else title


def full_name(funnel: str, blueprint: str, subject: str) -> str:
    """Return what content is called where its funnel is not named besides: "Calm inbox / Launch"."""
    return " / ".join(filter(None, [funnel, content_name(blueprint, subject)]))


def called_in_full(content: OfFunnel) -> str:
    """Return the full name of what a job writes, or a section is of."""
    return full_name(content.funnel.name, content.blueprint, content.subject)


def called_in_short(content: OfFunnel) -> str:
    """Return its full name for where there is little room, what tells it from others first.

    "Spring event, launch, Calm inbox"; of what is about an address, that without its https.
    """
    blueprint, subject, funnel = content.blueprint, content.subject, content.funnel.name
    if not subject:
        return ", ".join(filter(None, [content_name(blueprint, subject), funnel]))
    return f"{subject.removeprefix('https://')}, {_noun(blueprint)}, {funnel}"


def content_query(blueprint: str, subject: str) -> dict[str, str]:
    """Return what the query of an address says of the content it is about; nothing of the funnel's own."""
    said = {"kind": blueprint, "subject": subject} if content_name(blueprint, subject) else {}
    return {key: value for key, value in said.items() if value}


def _title(blueprint: str) -> str:
    try:
        return get_blueprint(blueprint).title
    except KeyError:
        return blueprint


def _noun(blueprint: str) -> str:
    try:
        return get_blueprint(blueprint).noun
    except KeyError:
        return blueprint
