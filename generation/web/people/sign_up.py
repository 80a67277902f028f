"""Making an account of one's own, where the settings let people."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import RedirectURLMixin
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from generation.app_settings import SIGN_UP_OPEN
from generation.engine.database import is_double
from generation.web.people.addresses import write_to_unconfirmed
from generation.web.people.forms import SignUpForm
from generation.web.people.limits import SIGN_UPS, take
from generation.web.people.pages import OneForm
from settings_app import store

_TAKEN = "Somebody took this name just now. Choose another."
_TOO_MANY = "Too many accounts were asked for from your address. Wait an hour, then try again."


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignUp(RedirectURLMixin, OneForm):
    """Makes an account and signs in with it. While sign-up is closed there is no such page."""

    template_name = "web/people/sign_up.html"
    form_class = SignUpForm
    next_page = "dashboard"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not store.get(SIGN_UP_OPEN):
            raise Http404
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not take(SIGN_UPS, request):
            return self.refuse(SIGN_UPS, _TOO_MANY)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        user = _account(self.request, form)
        if user is None:
            form.add_error("username", _TAKEN)
            return self.form_invalid(form)
        login(self.request, user)
        messages.success(self.request, f"Welcome, {user.get_username()}. Your account is made.")
        write_to_unconfirmed(self.request)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **context)


def _account(request: HttpRequest, form: SignUpForm) -> User | None:
    """Return the account, made now or by its owner's first click; None where the name is another's by now."""
    try:
        return cast("User", form.save())
    except IntegrityError as error:
        if not is_double(error):  # it was free a moment ago: to hash a password takes its time
            raise
        given = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password1"]}
        return authenticate(request, **given)
