"""The export page: files are asked for, made in the background, and taken away."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from generation.engine.content.last_job import last_job
from generation.engine.exporting.published import load_content
from generation.engine.exporting.requests import request_export
from generation.exports import FORMATS, headers_of_a_file
from generation.models import ExportFile, Funnel
from generation.states import ExportStatus
from generation.web.access import find_export, find_funnel, person
from generation.web.exports.shown import newest, portions
from generation.web.failures import refusals_as_messages
from generation.web.which import Which, address_of, which_of_page


class Wish(forms.Form):
    """Which file is asked for."""

    format = forms.ChoiceField(choices=[(name, kind.title) for name, kind in FORMATS.items()])
    product = forms.CharField(required=False, max_length=100)


@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Show what there is to take away; a POST asks for a file."""
    funnel, which = find_funnel(request, funnel_id), which_of_page(request)
    if request.method == "POST":
        return _ask(request, funnel, which)
    content = load_content(funnel, blueprint=which.blueprint, subject=which.subject)
    shown = portions(funnel, which, content)
    return render(
        request,
        "web/exports/export.html",
        {
            "funnel": funnel,
            "which": which,
            "job": last_job(funnel, blueprint=which.blueprint, subject=which.subject),
            "is_own": funnel.owner_id == person(request).pk,
            "portions": shown,
            "unfinished": content.unfinished if content.parts else (),
            "nothing_written": not content.parts,
            "newest": newest(shown),
            "is_making": any(row.is_in_the_making for portion in shown for row in portion.files),
        },
    )


@require_safe
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Answer with the file, to be saved; one that is not ready leads back to where it is shown."""
    file = find_export(request, file_id)
    if file.status != ExportStatus.READY or file.data is None:
        return _back_to(file)
    return HttpResponse(bytes(file.data), content_type=file.media_type, headers=headers_of_a_file(file.name))


def _ask(request: HttpRequest, funnel: Funnel, which: Which) -> HttpResponse:
    wish, page = Wish(request.POST), address_of("export", funnel.pk, which)
    if not wish.is_valid():
        messages.error(request, "Choose one of the formats on this page.")
        return redirect(page)
    chosen = wish.cleaned_data
    with refusals_as_messages(request):
        file = request_export(
            funnel,
            blueprint=which.blueprint,
            subject=which.subject,
            format=chosen["format"],
            product=chosen["product"],
        )
        return redirect("export_download", file.pk) if file.status == ExportStatus.READY else _back_to(file)
    return redirect(page)


def _back_to(file: ExportFile) -> HttpResponse:
    """Lead to the page, where the file was asked for."""
    page = address_of("export", file.funnel_id, file)
    return redirect(f"{page}#export-{file.product or 'whole'}")
