"""A new text beside a person's own, looked at side by side, taken or declined; and locks, which cause it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from generation.engine.content.edits import SectionEdit, decline_offer, edit_section, restore_revision
from generation.engine.standing.reach import CHANGE_SECTION
from generation.models import Revision, Section
from generation.web.access import find_section, person
from generation.web.failures import refusals_as_messages
from generation.web.reader.changing import back_to, may_change, part_address
from generation.web.reader.comparing import compare_revisions
from generation.web.reader.history import posted_number
from generation.web.reader.sections import show_section
from generation.web.titles import shown_title


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Show the text on offer beside the one that stands; POST takes it, or keeps what stands."""
    to_change = CHANGE_SECTION if request.method == "POST" else ""
    section = find_section(request, section_id, to_change=to_change)
    if request.method == "POST":
        return _settle(request, section)
    if section.offered is None:
        messages.info(request, "There is no new text on offer for this section.")
        return back_to(section)
    mine, new = (
        section.revisions.select_related("section").get(number=number)
        for number in (section.version, section.offered)
    )
    title = shown_title(section)
    values = {
        "section": section,
        "title": title,
        "mine": show_section(mine, title, picture=_drawn(mine)),
        "new": show_section(new, title, picture=_drawn(new)),
        "changes": compare_revisions(mine, new),
        "may_change": may_change(person(request), section.funnel),
        "back": part_address(section),
    }
    return render(request, "web/reader/offer.html", values)


@require_POST
def lock(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Lock the section, or unlock it: `locked` is "yes" or anything else."""
    section = find_section(request, section_id, to_change=CHANGE_SECTION)
    locked = request.POST.get("locked") == "yes"
    with refusals_as_messages(request):
        edit_section(section.pk, SectionEdit(locked=locked), author=person(request), version=section.version)
        messages.success(request, "Locked. New text is only offered beside it." if locked else "Unlocked.")
    return back_to(section)


def _drawn(revision: Revision) -> str:
    """Return what was drawn of this version; a finished slide is always that of now, so there is none."""
    return str(revision.fields.get("picture") or "")


def _settle(request: HttpRequest, section: Section) -> HttpResponse:
    number, version = posted_number(request, "number"), posted_number(request, "version")
    with refusals_as_messages(request):
        if request.POST.get("choice") == "take":
            restore_revision(section.pk, number, author=person(request), version=version)
            messages.success(request, "The new text is in place. Yours is in the history.")
        else:
            decline_offer(section.pk, number, author=person(request), version=version)
            messages.success(request, "Your text stays. The new one is in the history.")
    return back_to(section)
