"""Without a network: a page of ours, and the service worker that shows it and keeps nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Answer with what a browser keeps and shows without a network: nothing in it is anybody's."""
    return HttpResponse(render_to_string("web/offline.html"))


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the script, from the root, so that it stands for every page.

    Browsers ask whether there is a new one; none may be kept in between, or a mend would come late.
    """
    script = render_to_string("web/frame/service_worker.js")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
