"""What the pages with one form have in common."""

from typing import Any

from django.http import HttpResponse
from django.views.generic import FormView

from generation.web.people.limits import Limit

_BAD_INPUT, _TOO_MANY = 422, 429


class OneForm(FormView):  # type: ignore[type-arg]  # generic in the stubs alone
    """Shows the form again where something is wrong with it, and says so in the status, too."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=_BAD_INPUT)

    def refuse(self, limit: Limit, sentence: str) -> HttpResponse:
        """Show the form as it was sent, not looked at: there were too many."""
        context = self.get_context_data(form=self.get_form(), refusal=sentence)
        headers = {"Retry-After": str(limit.seconds)}
        return self.render_to_response(context, status=_TOO_MANY, headers=headers)
