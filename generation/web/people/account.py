"""The account page: who one is, and the tokens of one's programs."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from knox.models import AuthToken

from generation.engine.outbox.confirmed import is_unconfirmed
from generation.web.access import person
from generation.web.people.addresses import write_to_unconfirmed
from generation.web.people.forms import ProfileForm, TokenForm
from generation.web.people.limits import GUESSES, TOO_MANY_GUESSES, give_back, take


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the page, and on POST save who one is."""
    if request.method != "POST":
        return show_account(request)
    form = ProfileForm(request.POST, instance=person(request))
    if form.needs_password and not take(GUESSES, request):
        return _refuse_guess(request)
    if form.needs_password and not form.has_error("current_password"):
        give_back(GUESSES, request)
    if not form.is_valid():
        return show_account(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, profile=form)
    form.save()
    messages.success(request, "Saved.")
    if "email" in form.changed_data:
        write_to_unconfirmed(request)
    return HttpResponseRedirect(reverse("account"))


def show_account(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    """Show the account page; what the `context` does not hold is as it is stored."""
    user = person(request)
    shown = {
        "profile": ProfileForm(instance=user),
        "is_unconfirmed": is_unconfirmed(user),
        "tokens": AuthToken.objects.filter(user=user).select_related("named").order_by("-created"),
        "token_form": TokenForm(),
        "now": timezone.now(),
    }
    return render(request, "web/people/account.html", shown | context, status=status)


def _refuse_guess(request: HttpRequest) -> HttpResponse:
    """Show what was sent, not looked at: complaints about a guess would tell the right one."""
    profile = ProfileForm(instance=person(request), initial=request.POST.dict())
    answer = show_account(
        request, status=HTTPStatus.TOO_MANY_REQUESTS, profile=profile, refusal=TOO_MANY_GUESSES
    )
    answer["Retry-After"] = str(GUESSES.seconds)
    return answer
