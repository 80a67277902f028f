"""Which content of a funnel a page is about: what kind it is, and its subject among several of that kind.

A page's address says so in its query, and says nothing of the funnel's own. Where a job or a section is
named, its own kind and subject hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.blueprints.called import OWN, content_name, content_query


class Content(Protocol):
    """What says of which kind and subject it is: a job, a section, a file, or Which."""

    @property
    def blueprint(self) -> str: ...

    @property
    def subject(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Which:
    """A kind by its key, and the subject, "" where the kind has just one; as it stands the funnel's own."""

    blueprint: str = OWN
    subject: str = ""

    @property
    def kind(self) -> Blueprint:
        return get_blueprint(self.blueprint)

    @property
    def is_own(self) -> bool:
        """Whether it is the funnel's own."""
        return not self.name

    @property
    def name(self) -> str:
        """What it is called beside its funnel: "Launch: Spring event"; "" for the funnel's own."""
        return content_name(self.blueprint, self.subject)

    @property
    def noun(self) -> str:
        """What it is in a sentence: "launch"."""
        return self.kind.noun


THE_OWN = Which()
"""The funnel's own."""


def which_of(content: Content) -> Which:
    """Return which content a job, a section or a file belongs to."""
    return Which(blueprint=content.blueprint, subject=content.subject)


def which_asked_for(asked: Mapping[str, Any]) -> Which:
    """Return which content a query asks for: the funnel's own unless it says; Http404 for an unknown kind."""
    which = Which(blueprint=asked.get("kind", OWN), subject=asked.get("subject", ""))
    try:
        get_blueprint(which.blueprint)
    except KeyError as error:
        raise Http404 from error
    if "\0" in which.subject:  # which PostgreSQL cannot look for
        raise Http404
    return which


def which_of_page(request: HttpRequest) -> Which:
    """Return which content the page at this address is about."""
    return which_asked_for(request.GET)


def where_it_is_started(funnel_id: UUID, which: Which) -> str:
    """Return the address at which a run of this kind is asked for, with the inputs of its last one."""
    if which.blueprint == OWN:
        return reverse("start", args=[funnel_id])
    address = reverse("kind_start", args=[funnel_id, which.blueprint])
    return f"{address}?{urlencode({'subject': which.subject})}"


def address_of(name: str, funnel_id: UUID, content: Content, *arguments: str, **asked: object) -> str:
    """Return the address of that name about this content, with what else is asked for in its query."""
    told = content_query(content.blueprint, content.subject)
    query = told | {key: value for key, value in asked.items() if value}
    address = reverse(name, args=[funnel_id, *arguments])
    return f"{address}?{urlencode(query)}" if query else address
