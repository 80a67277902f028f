"""Addresses confirmed: by who has the mail box, whoever is signed in there, by a button and no mere look.

Programs look at the links of letters before people do, so that opening one confirms nothing.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from generation.engine.outbox.address_letter import ask_to_confirm
from generation.engine.outbox.confirmed import confirm, find_given
from generation.web.access import person
from generation.web.failures import refusals_as_messages


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link confirms, and on POST confirm it."""
    given = find_given(token)
    if given is None or request.method != "POST":
        return render(request, "web/people/confirm_address.html", {"given": given})
    confirm(given)
    messages.success(request, f"{given.address} is confirmed.")
    return HttpResponseRedirect(reverse("notifications"))


@require_POST
def send_link(request: HttpRequest) -> HttpResponse:
    """Write to one's own address once more."""
    write_to_unconfirmed(request)
    return HttpResponseRedirect(reverse("notifications"))


def write_to_unconfirmed(request: HttpRequest) -> None:
    """Send the person a link that confirms their address, if it needs one, and say so on the next page."""
    with refusals_as_messages(request):
        if address := ask_to_confirm(person(request)):
            messages.success(request, f"A letter with a link is on its way to {address}.")
