"""The choice of colours, kept in a cookie so that the server renders it and nothing flashes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from generation.web.back import back_to_the_page
from generation.web.frame.context import THEME_COOKIE, THEMES

_YEAR_SECONDS = 365 * 86_400


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice, and lead back to where it was made."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest("Choose auto, light or dark.")
    response = back_to_the_page(request)
    response.set_cookie(
        THEME_COOKIE, theme, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response
