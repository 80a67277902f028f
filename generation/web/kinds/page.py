"""The page of the kinds: what else can be written for a funnel, and what there is of it already."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from generation.blueprints.base import Blueprint
from generation.engine.standing.reach import viewer_of
from generation.models import Funnel
from generation.web.access import find_funnel, person
from generation.web.kinds.existing import Existing, existing_of
from generation.web.kinds.startable import Gap, gaps_in_brief, other_kinds

_MOST_SHOWN = 20
"""Of pages a shop may have hundreds."""


@dataclass(frozen=True, kw_only=True)
class ShownKind:
    """One kind with the newest of what there is, and how many are older. `gaps` are what the brief lacks."""

    kind: Blueprint
    newest: tuple[Existing, ...]
    older: int
    gaps: tuple[Gap, ...]


@require_safe
def kinds_page(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    funnel = find_funnel(request, funnel_id)
    found, user = existing_of(funnel), person(request)
    kinds = [_shown(kind, funnel, found.get(kind.key, ())) for kind in other_kinds()]
    may_start = funnel.owner_id == user.pk or viewer_of(user).operates
    context = {"funnel": funnel, "kinds": kinds, "may_start": may_start}
    return render(request, "web/kinds/kinds.html", context)


def _shown(kind: Blueprint, funnel: Funnel, existing: Sequence[Existing]) -> ShownKind:
    return ShownKind(
        kind=kind,
        newest=tuple(existing[:_MOST_SHOWN]),
        older=len(existing[_MOST_SHOWN:]),
        gaps=gaps_in_brief(kind, funnel, {}),
    )
