"""Runs and batches that a person wants in the corner no more, remembered in a cookie of this browser."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from generation.models import GenerationJob
from generation.web.back import back_to_the_page

_COOKIE = "dismissed"
_MOST = 30  # the newest are kept: a cookie goes along with every request
_WEEK_SECONDS = 7 * 86_400
_RUN_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{1,12}")


def run_name(job: GenerationJob) -> str:
    """Return a short name of this run of the job: each start, resume and reset puts it in line anew."""
    return f"{job.pk.hex[:8]}-{int(job.queued_at.timestamp()):x}"


def dismissed_runs(request: HttpRequest) -> list[str]:
    """Return the names of the runs that were dismissed, oldest first."""
    return _RUN_NAME.findall(request.COOKIES.get(_COOKIE, ""))


@require_POST
def dismiss_run(request: HttpRequest) -> HttpResponse:
    """Follow this run no longer, and lead back to the page where it was dismissed."""
    run = request.POST.get("run", "")
    if not _RUN_NAME.fullmatch(run):
        return HttpResponseBadRequest("Say which run.")
    runs = [*(known for known in dismissed_runs(request) if known != run), run]
    response = back_to_the_page(request)
    response.set_cookie(
        _COOKIE,
        ".".join(runs[-_MOST:]),
        max_age=_WEEK_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
