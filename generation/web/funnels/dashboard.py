"""The dashboard: a person's funnels, and what needs them."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.web.access import person
from generation.web.funnels.cards import cards_of
from generation.web.funnels.listing import SHOWS, list_funnels

_NEEDS_YOU = "needs-you"
_MOST_IN_STRIP = 3


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show a page of funnels, and above it the last that failed, unless something is looked for."""
    listing = list_funnels(person(request), request.GET)
    shown, failed = list(listing.page), []
    if not listing.search and listing.show != _NEEDS_YOU and listing.counts[_NEEDS_YOU]:
        failed = list(listing.found.filter(SHOWS[_NEEDS_YOU][1]).order_by("-updated_at")[:_MOST_IN_STRIP])
    cards = cards_of(list({funnel.pk: funnel for funnel in [*shown, *failed]}.values()), person(request))
    context = {
        "listing": listing,
        "cards": [cards[funnel.pk] for funnel in shown],
        "failed": [cards[funnel.pk] for funnel in failed],
        "more_failed": listing.counts[_NEEDS_YOU] - len(failed),
        "needs_query": listing.query(show=_NEEDS_YOU),
        "key": uuid4(),
    }
    return render(request, "web/funnels/dashboard.html", context)
