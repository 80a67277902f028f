"""Signing in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from generation.app_settings import SIGN_UP_OPEN
from generation.web.people.forms import SignInForm
from generation.web.people.limits import GUESSES, give_back, take
from generation.web.people.pages import OneForm
from settings_app import store

_ADMIN = "/admin/"
_DEMO = "demo"
_TOO_MANY = "Too many wrong passwords came from your address. Wait five minutes, then try again."


class SignIn(OneForm, LoginView):
    """Lets people in, and leads them where they wanted to go. Whoever guesses has to wait."""

    template_name = "web/people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Counted before the password is looked at, so that no two guesses at once pass as one.
        if not take(GUESSES, request):
            return self.refuse(GUESSES, _TOO_MANY)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        give_back(GUESSES, self.request)
        return super().form_valid(form)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            sign_up_open=store.get(SIGN_UP_OPEN), demo=_DEMO if _has_demo() else "", **context
        )


@login_not_required
def sign_in_to_admin(request: HttpRequest) -> HttpResponse:
    """Lead to the one page that lets people in, in place of the admin's own, where nobody counts guesses."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next", _ADMIN))
    if not request.user.is_staff:
        raise PermissionDenied("The admin is for staff. You are signed in, but not as one of them.")
    return HttpResponseRedirect(_ADMIN)


def _has_demo() -> bool:
    """Whether this is a trial installation on this machine, with the user everybody knows."""
    return settings.ENV.embedded_postgres and User.objects.filter(username=_DEMO, is_active=True).exists()
