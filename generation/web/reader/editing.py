"""The editor of one section: saved as it is typed, and never over what somebody else has saved meanwhile."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from generation.blueprints.base import WrittenSection
from generation.engine.content.edits import LONGEST_TEXT, edit_section
from generation.engine.standing.reach import CHANGE_SECTION
from generation.errors import InvalidRequestError, StaleVersionError
from generation.models import Revision, Section, current_revisions
from generation.web.access import find_section, person
from generation.web.reader.changing import back_to, part_address
from generation.web.reader.comparing import compare_text
from generation.web.reader.forms import SectionForm, title_field
from generation.web.reader.history import as_number
from generation.web.reader.markup import ShownText, show_text
from generation.web.reader.retitling import under
from generation.web.titles import settled

_JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Show the editor: in the reader's page, or as a page of its own. Save what is sent.

    The editor's script asks for JSON and gets `version` and the `meta` line under the title, or `message`, or
    on a conflict the `html` that shows it.
    """
    section = find_section(request, section_id, to_change=CHANGE_SECTION)
    revision = _current(section)
    before = settled(revision)
    if request.method != "POST":
        return _editor(request, revision, SectionForm(revision=revision, before=before))
    form = SectionForm(request.POST, revision=revision, before=before)
    if not form.is_valid():
        return _refused(request, revision, form)
    try:
        saved = edit_section(
            section.pk, form.edit, author=person(request), version=_version(request, form.cleaned_data)
        )
    except StaleVersionError:
        return _conflict(request, _current(section), form)
    except InvalidRequestError as error:
        form.add_error(None, " ".join(error.problems.values()))
        return _refused(request, revision, form)
    return _saved(request, saved)


@require_POST
def preview(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Answer with the text as the reader would show it; nothing is saved."""
    section = find_section(request, section_id)
    title = request.POST.get(title_field(section.kind)) or section.title
    body = request.POST.get("body", "")[:LONGEST_TEXT].replace("\r\n", "\n")
    return render(request, "web/reader/preview.html", {"text": _shown(section, title, body)})


def _current(section: Section) -> Revision:
    return current_revisions().select_related("author", "section__funnel").get(section=section)


def _shown(section: Section, title: str, body: str) -> ShownText:
    plain = WrittenSection(
        key=section.key,
        kind=section.kind,
        title=title,
        body=body,
    )
    return show_text(under(plain, title, body))


def _version(request: HttpRequest, given: Mapping[str, Any]) -> int:
    """Return the version to write over: who keeps theirs names the one they were shown as the newest."""
    return as_number(request.POST.get("overwrite", "")) or int(given["version"])


def _saved(request: HttpRequest, section: Section) -> HttpResponse:
    if not _asks_for_json(request):
        messages.success(request, "Saved.")
        return back_to(section)
    words = current_revisions().get(section=section).words
    meta = render_to_string("web/reader/meta.html", {"section": section, "words": words})
    return JsonResponse({"version": section.version, "meta": meta})


def _refused(request: HttpRequest, revision: Revision, form: SectionForm) -> HttpResponse:
    if _asks_for_json(request):
        return JsonResponse({"message": form.problems}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _editor(request, revision, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _conflict(request: HttpRequest, theirs: Revision, form: SectionForm) -> HttpResponse:
    mine = form.edit
    values = {
        "theirs": theirs,
        "section": theirs.section,
        "changes": compare_text(
            theirs.body, mine.body or "", theirs.fields, mine.fields or {}, kind=theirs.section.kind
        ),
    }
    if not _asks_for_json(request):
        return _editor(request, theirs, form, status=HTTPStatus.CONFLICT, **values)
    html = render_to_string("web/reader/conflict.html", values, request)
    return JsonResponse({"version": theirs.number, "html": html}, status=HTTPStatus.CONFLICT)


def _editor(
    request: HttpRequest,
    revision: Revision,
    form: SectionForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **values: Any,
) -> HttpResponse:
    template = "web/reader/editor.html" if request.htmx else "web/reader/edit.html"  # type: ignore[attr-defined]
    section = revision.section
    shown = {
        "section": section,
        "words": revision.words,
        "form": form,
        "text": _shown(section, _title_of(form, section), form["body"].value() or ""),
        "back": part_address(section),
    }
    return render(request, template, {**shown, **values}, status=status)


def _title_of(form: SectionForm, section: Section) -> str:
    name = title_field(section.kind)
    return str(form[name if name in form.fields else "title"].value() or "")


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == _JSON
