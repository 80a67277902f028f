"""What the pages with one form have in common."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.views.generic import FormView

from generation.web.people.limits import GUESSES, TOO_MANY_GUESSES, Limit, give_back, take


class OneForm(FormView):  # type: ignore[type-arg]  # generic in the stubs alone
    """Shows the form again where something is wrong with it, and says so in the status, too."""

    def form_invalid(self, form: Any) -> HttpResponse:
        _focus(form, next((name for name in form.fields if name in form.errors), [*form.fields][-1]))
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )

    def refuse(self, limit: Limit, sentence: str) -> HttpResponse:
        """Show the form as it was sent, not looked at: complaints about a guess would tell the right one."""
        options = self.get_form_kwargs()
        sent, _ = options.pop("data"), options.pop("files")
        form = self.get_form_class()(**options | {"initial": sent.dict()})
        context = self.get_context_data(form=form, refusal=sentence)
        headers = {"Retry-After": str(limit.seconds)}
        return self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


class PasswordForm(OneForm):
    """Looks at the password one has. Whoever guesses has to wait.

    `shows_wrong_guess` names where the form complains of a wrong one.
    """

    shows_wrong_guess: str = NON_FIELD_ERRORS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Counted before the password is looked at, so that no two guesses at once pass as one.
        if not take(GUESSES, request):
            return self.refuse(GUESSES, TOO_MANY_GUESSES)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        give_back(GUESSES, self.request)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        if not form.has_error(self.shows_wrong_guess):
            give_back(GUESSES, self.request)
        return super().form_invalid(form)


def _focus(form: Any, wrong: str) -> None:
    """Let the browser begin where there is something to mend."""
    for name, field in form.fields.items():
        field.widget.attrs["autofocus"] = name == wrong
