"""The frame of a page by itself, for pages that are not to be fetched anew for what stands around them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from generation.web.frame.context import frame_of
from generation.web.frame.sight import Sight


@require_safe
def frame_pieces(request: HttpRequest) -> HttpResponse:
    """Answer with what the page at `page` shows of the person's runs around itself, an error page, too."""
    page, _, query = request.GET.get("page", "").partition("?")
    if not page.startswith("/"):
        return HttpResponseBadRequest("Say around which page.")
    try:
        match = resolve(page)
    except Resolver404:
        match = None
    return render(request, "web/frame/pieces.html", frame_of(Sight(request, match, QueryDict(query))))
