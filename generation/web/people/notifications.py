"""The page of notifications: how one wants to be told, and the webhooks of one's programs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from generation.engine.outbox.confirmed import is_unconfirmed
from generation.models import Preferences, Webhook
from generation.web.access import person
from generation.web.people.forms import NotificationsForm, WebhookForm
from generation.web.people.told import is_watched, told_to, told_when, webhooks_of


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """Show the page, and on POST save how one wants to be told."""
    if request.method != "POST":
        return show_notifications(request)
    user = person(request)
    preferences, _ = Preferences.objects.get_or_create(user=user)
    form = NotificationsForm(request.POST, instance=preferences, address=user.email)
    # An address may be confirmed at this moment: what else stands in the row is not written.
    form.save(commit=False).save(update_fields=form.fields)
    messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("notifications"))


def show_notifications(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    """Show the page; what the `context` does not hold is as it is stored."""
    user = person(request)
    preferences = Preferences.objects.filter(user=user).first()
    shown = {
        "is_unconfirmed": is_unconfirmed(user),
        "choices": NotificationsForm(instance=preferences, address=user.email),
        "webhooks": [_shown(webhook) for webhook in webhooks_of(user)],
        "webhook_form": WebhookForm(),
    }
    return render(request, "web/people/notifications.html", shown | context, status=status)


def show_told(request: HttpRequest, webhook: Webhook) -> HttpResponse:
    """Show what was told to the webhook, for the page that looks on. Raises Http404 where it is gone."""
    for mine in webhooks_of(webhook.owner):
        if mine.pk == webhook.pk:
            return render(request, "web/people/told.html", {"hook": _shown(mine)})
    raise Http404


def _shown(webhook: Webhook) -> dict[str, Any]:
    lines = told_to(webhook)
    return {
        "row": webhook,
        "told_when": told_when(webhook),
        "told": lines,
        "is_watched": is_watched(lines),
    }
