"""A person's webhooks: added, switched, tried. Their secret is told where one is added, and never again."""

import ipaddress
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.encoding import iri_to_uri

from generation.engine.outbox.news import write_test
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Delivery, Webhook
from generation.models.deeds import note_deed
from generation.outward.public_addresses import is_public
from generation.states import About, DeliveryStatus
from generation.texts import wrong_with_name

MOST_WEBHOOKS = 10
_FIELDS = {
    About.COMPLETED: "tells_completed",
    About.FAILED: "tells_failed",
    About.BATCH_ENDED: "tells_batches",
}
EVENTS = tuple(_FIELDS)

_LONGEST = 500
_HERE = "localhost"


def add_webhook(owner: User, url: str, *, events: Collection[str] = EVENTS) -> Webhook:
    """Return a new webhook, which is told of these events from now on.

    Raises InvalidRequestError where nothing can be sent there, NotAllowedError ("too_many_webhooks"), and
    User.DoesNotExist where the owner is gone.
    """
    address, told = _checked_url(url), _checked_events(events)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # who asks at once waits here
        if owner.webhooks.count() >= MOST_WEBHOOKS:
            raise NotAllowedError(
                "too_many_webhooks", f"There may be {MOST_WEBHOOKS} webhooks at most. Delete one first."
            )
        webhook = Webhook.objects.create(owner=owner, url=address, **told)
        _note("webhook_added", webhook)
        return webhook


def change_webhook(
    webhook: Webhook, *, is_on: bool | None = None, events: Collection[str] | None = None
) -> None:
    """Switch the webhook on or off, or have it told of these events.

    Raises InvalidRequestError, and Webhook.DoesNotExist where it is gone.
    """
    told = {} if events is None else _checked_events(events)
    switch = {} if is_on is None else {"is_on": is_on, "off_because": ""}
    with transaction.atomic():
        webhook.refresh_from_db(from_queryset=Webhook.objects.select_for_update(no_key=True))
        changed = [name for name, value in (told | switch).items() if getattr(webhook, name) != value]
        for name, value in (told | switch).items():
            setattr(webhook, name, value)
        if changed:
            webhook.save(update_fields=changed)
            _note("webhook_changed", webhook)


def try_webhook(webhook: Webhook) -> Delivery:
    """Have a test sent, once, and return it.

    Raises NotAllowedError ("webhook_off", or "test_on_its_way" while another is), and Webhook.DoesNotExist
    where the webhook is gone.
    """
    with transaction.atomic():
        locked = Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
        if not locked.is_on:
            raise NotAllowedError("webhook_off", "The webhook is switched off. Switch it on first.")
        if locked.deliveries.filter(about=About.TEST, status=DeliveryStatus.DUE).exists():
            raise NotAllowedError("test_on_its_way", "A test is on its way; wait for what becomes of it.")
        return write_test(locked.pk, locked.owner_id)


def delete_webhook(webhook: Webhook) -> None:
    """Delete it with what was told to it, its row first: a run that ends now may be about to tell it."""
    with transaction.atomic():
        for locked in Webhook.objects.select_for_update().filter(pk=webhook.pk):
            _note("webhook_deleted", locked)
            locked.delete()


def events_of(webhook: Webhook) -> list[str]:
    return [event for event, field in _FIELDS.items() if getattr(webhook, field)]


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Return what was told to the webhook, or is to be, the newest first."""
    return webhook.deliveries.order_by("-created_at")


def _note(action: str, webhook: Webhook) -> None:
    note_deed(action, target="webhook", target_id=webhook.pk, name=webhook.host)


def _checked_events(events: Collection[str]) -> dict[str, bool]:
    """Return the events as fields of a webhook."""
    if not events or not set(events) <= set(EVENTS):
        raise InvalidRequestError({"events": f"Choose at least one of {', '.join(EVENTS)}."})
    return {field: event in events for event, field in _FIELDS.items()}


def _checked_url(url: str) -> str:
    """Return the address as it goes over the wire."""
    given, is_strict = url.strip(), not settings.ENV.webhooks_to_private_addresses
    parts = _parts(given)
    if parts is None or parts.scheme not in ("https", "http"):
        raise _refused("Write the whole address, such as https://shop.example/galley.")
    if parts.username is not None:
        raise _refused("Leave out name and password; the signature says who speaks.")
    if is_strict and parts.scheme != "https":
        raise _refused("Write an address that begins with https://; others can be read on their way.")
    host = str(parts.hostname)
    if is_strict and _is_inward(host):
        raise _refused("This leads into a private network, where nothing is sent.")
    shown = f"[{host}]" if ":" in host else host.encode("idna").decode()
    netloc = shown if parts.port is None else f"{shown}:{parts.port}"
    address = iri_to_uri(urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")))
    if len(address) > _LONGEST:
        raise _refused(f"Write an address of up to {_LONGEST} characters.")
    return address


def _parts(url: str) -> SplitResult | None:
    """Return the parts of the address, None where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port, str(parts.hostname).encode("idna")  # both raise ValueError where they are none
    except ValueError:
        return None
    is_whole = bool(parts.hostname) and not any(letter.isspace() for letter in url)
    return parts if is_whole and not wrong_with_name(url) else None


def _is_inward(host: str) -> bool:
    """Whether the host is seen to be inward; what its name leads to is judged when something is sent."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == _HERE or host.endswith(f".{_HERE}")
    return not is_public(host)


def _refused(sentence: str) -> InvalidRequestError:
    return InvalidRequestError({"url": sentence})
