"""What the pages with one form have in common."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.views.generic import FormView

from generation.web.people.limits import Limit


class OneForm(FormView):  # type: ignore[type-arg]  # generic in the stubs alone
    """Shows the form again where something is wrong with it, and says so in the status, too."""

    def form_invalid(self, form: Any) -> HttpResponse:
        _focus(form, next((name for name in form.fields if name in form.errors), [*form.fields][-1]))
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )

    def refuse(self, limit: Limit, sentence: str) -> HttpResponse:
        """Show the form as it was sent, not looked at: there were too many."""
        context = self.get_context_data(form=self.get_form(), refusal=sentence)
        headers = {"Retry-After": str(limit.seconds)}
        return self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


def _focus(form: Any, wrong: str) -> None:
    """Let the browser begin where there is something to mend."""
    for name, field in form.fields.items():
        field.widget.attrs["autofocus"] = name == wrong
