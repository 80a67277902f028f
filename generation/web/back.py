"""The way back to the page a request came from."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back_to_the_page(request: HttpRequest) -> HttpResponseRedirect:
    """Lead back to where the form stood; to the start where nobody says so, or it was not ours."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(page if is_ours else "/")
