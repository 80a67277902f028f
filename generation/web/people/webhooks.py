"""Webhooks on the page of notifications: added, tried, switched and deleted by their owner alone."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from generation.engine.outbox.signing import secret_of
from generation.engine.outbox.upkeep import send_again
from generation.engine.outbox.webhooks import add_webhook, change_webhook, delete_webhook, try_webhook
from generation.errors import InvalidRequestError
from generation.models import Delivery, Webhook
from generation.web.access import person
from generation.web.failures import act, refusals_as_messages
from generation.web.people.forms import WebhookForm
from generation.web.people.notifications import show_notifications, show_told

_ASK_NO_MORE = 286  # by which htmx ends its polling


@never_cache
def create_webhook(request: HttpRequest) -> HttpResponse:
    """Add a webhook and show its secret in the answer itself: no other page shows it. Hence no redirect."""
    if request.method != "POST":
        return _to_webhooks()
    form, webhook = WebhookForm(request.POST), None
    if form.is_valid():
        with refusals_as_messages(request):
            webhook = _add(person(request), form)
    if form.errors:
        return show_notifications(request, status=HTTPStatus.UNPROCESSABLE_ENTITY, webhook_form=form)
    if webhook is None:
        return _to_webhooks()
    new = {"new_webhook": webhook, "new_secret": secret_of(webhook.pk)}
    return show_notifications(request, status=HTTPStatus.CREATED, **new)


@require_POST
def test_webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    webhook = _find(request, webhook_id)
    act(request, partial(try_webhook, webhook), says="A test is on its way.")
    return _to_webhooks()


@require_POST
def switch_webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Switch it as `is_on` says."""
    webhook, is_on = _find(request, webhook_id), request.POST.get("is_on") == "yes"
    says = "It is on, and told from now on." if is_on else "It is off. What waited for it is given up."
    act(request, partial(change_webhook, webhook, is_on=is_on), says=says)
    return _to_webhooks()


@require_POST
def forget_webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    delete_webhook(_find(request, webhook_id))
    messages.success(request, "The webhook is deleted.")
    return _to_webhooks()


@require_GET
def webhook_told(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Show what was told; a page that asks again and again is told to stop where there is no such webhook."""
    try:
        return show_told(request, _find(request, webhook_id))
    except Http404:
        if not request.htmx:  # type: ignore[attr-defined]
            raise
        return HttpResponse(status=_ASK_NO_MORE)


@require_POST
def tell_again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Send what has ended once more, to one's own webhook."""
    delivery = get_object_or_404(Delivery, pk=delivery_id, user=person(request), webhook__isnull=False)
    act(request, partial(send_again, delivery), says="It is on its way again.")
    return _to_webhooks()


def _add(owner: User, form: WebhookForm) -> Webhook | None:
    """Return a new webhook; where nothing can be sent there, say so in the form, and return None."""
    try:
        return add_webhook(owner, form.cleaned_data["url"], events=form.events)
    except InvalidRequestError as error:
        form.add_error(None, ValidationError({"url": list(error.problems.values())}))
        return None


def _find(request: HttpRequest, webhook_id: UUID) -> Webhook:
    return get_object_or_404(Webhook, pk=webhook_id, owner=person(request))


def _to_webhooks() -> HttpResponse:
    return HttpResponseRedirect(reverse("notifications") + "#webhooks")
