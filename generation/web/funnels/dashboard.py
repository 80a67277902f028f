"""The dashboard: a person's funnels, and what needs them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.web.access import person
from generation.web.funnels.cards import cards_of, cards_of_jobs
from generation.web.funnels.listing import jobs_that_need_somebody, list_funnels

_NEEDS_YOU = "needs-you"
_MOST_IN_STRIP = 3


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show a page of funnels, and above it the runs that failed last, unless something is looked for."""
    listing = list_funnels(person(request), request.GET)
    user, shown = person(request), list(listing.page)
    failed: Sequence[UUID] = ()
    if not listing.search and listing.show != _NEEDS_YOU and listing.counts[_NEEDS_YOU]:
        failed = jobs_that_need_somebody(user)
    cards = cards_of(shown, user)
    context = {
        "listing": listing,
        "cards": [cards[funnel.pk] for funnel in shown],
        "failed": cards_of_jobs(failed[:_MOST_IN_STRIP], user),
        "more_failed": len(failed[_MOST_IN_STRIP:]),
        "needs_query": listing.query(show=_NEEDS_YOU),
        "key": uuid4(),
    }
    return render(request, "web/funnels/dashboard.html", context)
