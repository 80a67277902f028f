"""The history of a section: who wrote what and when, what differs, and going back to it."""

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from generation.engine.content.edits import restore_revision
from generation.engine.content.versions import Sitting, list_sittings
from generation.engine.standing.reach import CHANGE_SECTION
from generation.models import Section
from generation.web.access import find_section, person
from generation.web.failures import refusals_as_messages
from generation.web.reader.changing import back_to, may_change, part_address
from generation.web.reader.comparing import compare_revisions
from generation.web.titles import shown_title

_LINES_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The two revisions whose difference is shown."""

    before: int
    after: int


@require_safe
def history(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """List the section's revisions, and show what `?to=` changed since `?from=`, else what is newest did."""
    section = find_section(request, section_id)
    sittings = list_sittings(section)
    pair = _chosen(request, section, sittings)
    texts = {text.number: text for text in section.revisions.filter(number__in=[pair.before, pair.after])}
    if not {pair.before, pair.after} <= texts.keys():
        raise Http404
    before, after = texts[pair.before], texts[pair.after]
    page = Paginator(sittings, _LINES_A_PAGE).get_page(request.GET.get("page"))
    values = {
        "section": section,
        "title": shown_title(section),
        "page": page,
        "numbers": sorted({pair.before, pair.after, *(line.newest.number for line in page)}, reverse=True),
        "pair": pair,
        "changes": compare_revisions(before, after),
        "may_change": may_change(person(request), section.funnel),
        "back": part_address(section),
    }
    return render(request, "web/reader/history.html", values)


@require_POST
def restore(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Write the revision `number` anew, over the `version` that was shown."""
    section = find_section(request, section_id, to_change=CHANGE_SECTION)
    number, version = posted_number(request, "number"), posted_number(request, "version")
    with refusals_as_messages(request):
        restored = restore_revision(section.pk, number, author=person(request), version=version)
        if restored.version == version:
            messages.info(request, "That is what is shown already.")
        else:
            messages.success(request, f"Restored, as version {restored.version}.")
    return back_to(section)


def posted_number(request: HttpRequest, name: str) -> int:
    """Return a number that one of our own forms sends; anything else is no such page."""
    number = as_number(request.POST.get(name, ""))
    if number is None:
        raise Http404
    return number


def as_number(text: str) -> int | None:
    """Return the number; None for anything that PostgreSQL would not take for one of a revision."""
    return int(text) if text.isdecimal() and len(text) < len("2147483647") else None


def _chosen(request: HttpRequest, section: Section, sittings: list[Sitting]) -> Compared:
    after = as_number(request.GET.get("to", "")) or section.version
    return Compared(before=as_number(request.GET.get("from", "")) or _before(sittings, after), after=after)


def _before(sittings: list[Sitting], number: int) -> int:
    """Return the newest revision of the line below the one with this number; this one where there is none."""
    for sitting, below in pairwise(sittings):
        if any(version.number == number for version in sitting.versions):
            return below.newest.number
    return number
