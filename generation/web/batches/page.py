"""A person's batches, and one of them live."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.engine.standing.batch_forecast import forecast_batch
from generation.engine.standing.batch_holds import what_it_waits_for
from generation.engine.standing.batch_open import read_open
from generation.engine.standing.batches import (
    BatchStanding,
    batch_standing,
    batch_standings,
    jobs_of_batch,
)
from generation.engine.standing.reach import viewer_of
from generation.models import GenerationBatch
from generation.web.access import find_batch, person
from generation.web.batches.shown import questions, rows_of, show_batch, ways
from generation.web.batches.times import times_of
from generation.web.counted_pages import CountedPaginator
from settings_app import store

_BATCHES_A_PAGE, _RUNS_A_PAGE = 20, 50


@require_safe
def batches_page(request: HttpRequest) -> HttpResponse:
    """Show the person's batches, the latest first."""
    found = GenerationBatch.objects.filter(owner=person(request)).order_by("-created_at", "pk")
    page = Paginator(found, _BATCHES_A_PAGE).get_page(request.GET.get("page"))
    standings = batch_standings(list(page.object_list), viewer=viewer_of(person(request)))
    context = {"page": page, "batches": [show_batch(standing) for standing in standings]}
    return render(request, "web/batches/batches.html", context)


@require_safe
def batch_page(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show how a batch stands, and a page of its runs."""
    batch, values = find_batch(request, batch_id), store.read_all()
    standing = batch_standing(batch, viewer=viewer_of(person(request)), values=values)
    page = _runs(standing).get_page(request.GET.get("page"))
    runs = list(page)  # before the line: what came into it meanwhile has a place there
    found, is_own = read_open(standing, values), batch.owner_id == person(request).pk
    context = {
        "batch": show_batch(standing),
        "times": times_of(standing, forecast_batch(batch, found)),
        "waits_for": what_it_waits_for(standing, found),
        "closed": standing.closed.in_words(is_own=is_own) if standing.closed else "",
        "rows": rows_of(standing, runs, places=found.places, is_own=is_own),
        "page": page,
        "ways": ways(standing),
        "questions": questions(standing),
        "is_own": is_own,
    }
    return render(request, "web/batches/batch.html", context)


def _runs(standing: BatchStanding) -> CountedPaginator:
    jobs = jobs_of_batch(standing.batch).select_related("funnel").defer("brief", "inputs", "funnel__brief")
    return CountedPaginator(jobs, _RUNS_A_PAGE, known_count=standing.total)
