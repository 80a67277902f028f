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
from generation.web.people.pages import PasswordForm
from settings_app import store

_ADMIN = "/admin/"
_DEMO = "demo"


class SignIn(PasswordForm, LoginView):
    """Lets people in, and leads them where they wanted to go."""

    template_name = "web/people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

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
