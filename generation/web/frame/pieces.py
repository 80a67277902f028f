"""The frame of a page by itself, for pages that are not to be fetched anew for what stands around them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from generation.web.frame.context import frame_of
from generation.web.frame.sight import Sight


@require_safe
def frame_pieces(request: HttpRequest) -> HttpResponse:
    """Answer with what the page at `page` shows of the person's runs around itself."""
    try:
        match = resolve(request.GET.get("page", ""))
    except Resolver404:
        return HttpResponseBadRequest("Say around which page.")
    return render(request, "web/frame/pieces.html", frame_of(Sight(request, match)))
