"""Passwords: changed by who knows them, and set anew by who has the mail box."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from generation.engine.outbox.confirmed import GivenAddress, confirm, must_confirm
from generation.web.people.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from generation.web.people.limits import RESETS, take
from generation.web.people.pages import OneForm, PasswordForm

_TOO_MANY = "Too many links were asked for from your address. Wait an hour, then try again."


class ChangePassword(PasswordForm, views.PasswordChangeView):
    """Changes the password of who is signed in; their other sessions end, this one goes on."""

    template_name = "web/people/password_change.html"
    form_class = ChangePasswordForm
    shows_wrong_guess = "old_password"
    success_url = reverse_lazy("account")

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


class ForgottenPassword(OneForm, views.PasswordResetView):
    """Sends a link, if anybody has the address; the answer is the same if nobody does."""

    template_name = "web/people/password_forgotten.html"
    form_class = ForgottenPasswordForm
    email_template_name = "web/people/password_mail.txt"
    subject_template_name = "web/people/password_mail_subject.txt"
    success_url = reverse_lazy("password_sent")
    # Not from the request: a forged host in it would send people, with their link, elsewhere.
    extra_email_context = {"galley": settings.ENV.public_url}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not take(RESETS, request):
            return self.refuse(RESETS, _TOO_MANY)
        return super().post(request, *args, **kwargs)


class LinkIsSent(views.PasswordResetDoneView):
    template_name = "web/people/password_sent.html"


class NewPassword(OneForm, views.PasswordResetConfirmView):
    """Sets a new password for who came by a link that is still good."""

    template_name = "web/people/password_new.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("sign_in")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        if must_confirm():  # the link came there, and did not stand in the log alone
            confirm(GivenAddress(user=form.user, address=form.user.email))
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return super().form_valid(form)
