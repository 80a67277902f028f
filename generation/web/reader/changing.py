"""Whose texts a person may change, and where changing one leads back to."""

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseRedirect

from generation.engine.standing.reach import CHANGE_SECTION
from generation.models import Funnel, Section
from generation.web.which import address_of


def may_change(user: User, funnel: Funnel) -> bool:
    """Whether the user, who may read the funnel, may change its texts too."""
    return funnel.owner_id == user.pk or user.has_perm(CHANGE_SECTION)


def part_address(section: Section) -> str:
    """Return where the section is read, among the others of its part."""
    address = address_of("read", section.funnel_id, section, part=section.task_key)
    return f"{address}#s-{section.pk}"


def back_to(section: Section) -> HttpResponse:
    return HttpResponseRedirect(part_address(section))
