"""The usage page: credits, today's runs, what was used, and the lines of the ledger."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.blueprints import get_blueprint
from generation.engine.standing.entries import shown_entries, with_those_together
from generation.engine.standing.usage import Usage, usage_of
from generation.engine.standing.used import Used
from generation.models import CreditEntry
from generation.web.access import person
from generation.web.runs.costs import spent
from generation.web.usage.lines import together_in_words
from generation.web.words import counted

_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """What was used in a time, in words; `cost` says what was paid in money, where anything was."""

    about: str
    calls: str
    read: str
    written: str
    cost: str


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """Show the person's own usage."""
    owner = person(request)
    found = usage_of(owner)
    page = Paginator(_entries(owner), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "usage": found,
        "credits": f"{found.credits:,}",
        "buys": _buys(found.credits),
        "set_aside": counted(found.set_aside, "credit") if found.set_aside else "",
        "today": _today(found),
        "amounts": (_amounts("This month", found.this_month), _amounts("In all", found.in_all)),
        "page": page,
        "lines": together_in_words(with_those_together(owner, list(page.object_list))),
    }
    return render(request, "web/usage/usage.html", context)


def _entries(owner: User) -> QuerySet[CreditEntry]:
    """Return the entry that is shown for each line, with what it is read with."""
    loaded = shown_entries(owner).select_related("job__funnel", "job__batch")
    return loaded.defer("job__brief", "job__inputs", "job__funnel__brief")


def _buys(left: int) -> str:
    funnels = left // len(get_blueprint("funnel").tasks({}))
    return f"Enough for {counted(funnels, 'whole funnel')}" if funnels else "Not enough for a whole funnel"


def _today(usage: Usage) -> str:
    if usage.daily_limit is None:
        return counted(usage.started_today, "start")
    return f"{usage.started_today:,} of {counted(usage.daily_limit, 'start')}"


def _amounts(about: str, used: Used) -> Amounts:
    return Amounts(
        about=about,
        calls=f"{used.provider_calls:,}",
        read=f"{used.input_tokens:,}",
        written=f"{used.output_tokens:,}",
        cost=spent(used, by_demo=False),
    )
