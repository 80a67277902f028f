"""Tokens for the API: made, shown once, and revoked by their owner alone."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from knox.models import AuthToken

from generation.engine.verbs.tokens import make_token
from generation.errors import InvalidRequestError
from generation.web.access import person
from generation.web.failures import refusals_as_messages
from generation.web.people.account import show_account
from generation.web.people.forms import TokenForm


@never_cache
def create_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it in the answer itself: it is kept nowhere, so no other page could show it.

    Hence no redirect. A reload of the answer is asked about by the browser; the address alone leads back.
    """
    if request.method != "POST":
        return _to_tokens()
    form, token = TokenForm(request.POST), ""
    if form.is_valid():
        with refusals_as_messages(request):
            token = _make(person(request), form)
    if form.errors:
        return show_account(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, token_form=form)
    return show_account(request, status=HTTPStatus.CREATED, new_token=token) if token else _to_tokens()


@require_POST
def revoke_token(request: HttpRequest, token_key: str) -> HttpResponse:
    """Revoke the token of one's own that begins so."""
    deleted, _ = AuthToken.objects.filter(user=person(request), token_key=token_key).delete()
    if not deleted:
        raise Http404
    messages.success(request, "The token is revoked. Programs that use it are turned away from now on.")
    return _to_tokens()


def _make(owner: User, form: TokenForm) -> str:
    """Return a new token; where it cannot be called so, say so in the form, and return none."""
    try:
        return make_token(owner, name=form.cleaned_data["name"])
    except InvalidRequestError as error:
        form.add_error(None, ValidationError(dict(error.problems)))
        return ""


def _to_tokens() -> HttpResponse:
    return HttpResponseRedirect(reverse("account") + "#tokens")
