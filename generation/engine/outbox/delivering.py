"""A worker's sending of what is in the outbox: one try of one delivery, and what is due beside it."""

import json
import time
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from generation.engine.database import DATABASE_AWAY
from generation.engine.outbox.letters import LetterError, LetterRefusedError, MailAwayError, send_letter
from generation.engine.outbox.overtaken import OVERTAKEN, is_overtaken
from generation.engine.outbox.posting import PostError, Reply, SilenceError, post
from generation.engine.outbox.room import Addressee, Room
from generation.engine.outbox.signing import signed_headers
from generation.engine.outbox.tries import WAITS, Failed, Sent, named, note_end
from generation.models import Delivery, Webhook
from generation.states import Channel, DeliveryStatus

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
"""A try that has said nothing for so long is lost with its worker. A slow mail server takes over a minute."""

AT_ONCE = 4
"""How many of a worker's threads may wait for people's webhooks; one more sends letters, the others write."""

IN_A_MOMENT = timedelta(seconds=2)
"""How long a try that found no place waits for another message."""

TURN_SECONDS = 10.0
"""How long a thread goes on with what else is due to who takes what is sent."""

_LONGEST_DETAIL = 500
_room = Room(AT_ONCE)


def deliver(delivery_id: UUID, number: int) -> None:
    """Make try `number` of the delivery, counted from 0, unless it was begun, or the delivery has ended.

    What else waits for the same person's webhooks, or for the mail server, follows for a while, as long as
    nothing is to be tried again. Where a thread of this process sends there already, or too many are under
    way, the try is put off: the reconciler sends its message again, and who sends there may come to it
    before. While the database is away nothing is done: the reconciler sends that again, too.
    """
    try:
        _deliver(delivery_id, number)
    except DATABASE_AWAY as error:
        connection.close()
        log.warning("A delivery waits for the database", delivery=str(delivery_id), error=str(error))


def _deliver(delivery_id: UUID, number: int) -> None:
    this_try = _tries().filter(pk=delivery_id, tries=number)
    found = this_try.values_list("channel", "user").first()
    if found is None:
        return
    channel, owner = found
    addressee = None if channel == Channel.EMAIL else owner
    with _room.place_for(addressee) as is_ours:
        if not is_ours:
            this_try.update(next_try_at=Now() + IN_A_MOMENT)
        elif _try(delivery_id, number):
            _go_on_with(addressee)


def _go_on_with(addressee: Addressee) -> None:
    ends_at = time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends_at and (next_one := _next_to(addressee)):
        if not _try(*next_one):
            return


def _tries() -> QuerySet[Delivery]:
    return Delivery.objects.filter(status=DeliveryStatus.DUE)


def _next_to(addressee: Addressee) -> tuple[UUID, int] | None:
    """Return what is to follow: what is due, and what nobody has tried, for that waits for a place alone."""
    theirs = Q(channel=Channel.EMAIL) if addressee is None else Q(channel=Channel.WEBHOOK, user=addressee)
    waiting = _tries().filter(Q(next_try_at__lte=Now()) | Q(tries=0), theirs)
    return waiting.order_by("next_try_at").values_list("pk", "tries").first()


def _try(delivery_id: UUID, number: int) -> bool:
    """Make the try and write down how it ended; return whether it was ours, and more may follow."""
    delivery = _claim(delivery_id, number)
    if delivery is None:
        return False
    outcome = _make(delivery)
    note_end(delivery, outcome)
    return isinstance(outcome, Sent) or outcome.is_final


def _claim(delivery_id: UUID, number: int) -> Delivery | None:
    """Return the delivery whose try is ours to make, None where there is nothing for us to do."""
    this_try = _tries().filter(pk=delivery_id, tries=number)
    if not this_try.update(tries=number + 1, next_try_at=Now() + LEASE):
        return None
    return Delivery.objects.select_related("user", "webhook").filter(pk=delivery_id).first()


def _make(delivery: Delivery) -> Sent | Failed:
    try:
        if reason := _unwanted(delivery):
            return Failed(message=reason, is_final=True)
        connection.close()  # the other side may take its time
        if delivery.webhook:
            return _by_webhook(delivery, delivery.webhook)
        return _by_letter(delivery)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        log.exception("A delivery broke off", **named(delivery))
        return Failed(message="Something went wrong on our side.", detail=_detail_of(error, delivery))


def _detail_of(error: Exception, delivery: Delivery) -> str:
    """Return what staff may read: of a webhook no words, which may hold its address, and secrets in that."""
    kind = type(error).__name__
    return f"{kind}: {error}"[:_LONGEST_DETAIL] if delivery.channel == Channel.EMAIL else kind


def _unwanted(delivery: Delivery) -> str:
    """Return why it is not sent at all; empty where it is."""
    if delivery.tries > len(WAITS) + 1:
        return "Its senders were lost."
    if not delivery.user.is_active:
        return "The account is closed."
    if delivery.channel == Channel.EMAIL:
        return _unwanted_as_letter(delivery)
    return "" if delivery.webhook and delivery.webhook.is_on else "The webhook is switched off."


def _unwanted_as_letter(delivery: Delivery) -> str:
    """People read letters one after another; a program is told all, each with its moment."""
    if not delivery.user.email:
        return "There is no address to send it to."
    return OVERTAKEN if is_overtaken(delivery) else ""


def _by_letter(delivery: Delivery) -> Sent | Failed:
    try:
        send_letter(delivery)
    except LetterError as error:
        is_final, is_silent = isinstance(error, LetterRefusedError), isinstance(error, MailAwayError)
        return Failed(message=str(error), is_final=is_final, is_silent=is_silent)
    return Sent()


def _by_webhook(delivery: Delivery, webhook: Webhook) -> Sent | Failed:
    body = _body(delivery)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Galley-Webhooks/1 (+{settings.ENV.public_url})",
        **signed_headers(webhook.pk, delivery.pk, body, now=timezone.now()),
    }
    try:
        anywhere = settings.ENV.webhooks_to_private_addresses
        return _outcome_of(post(webhook.url, body.encode(), headers, to_private=anywhere))
    except PostError as error:
        return Failed(message=str(error), detail=error.detail, is_silent=isinstance(error, SilenceError))


def _body(delivery: Delivery) -> str:
    """Return what is posted; it is the same at each try."""
    told = {"type": delivery.about, "timestamp": delivery.created_at.isoformat(), "data": delivery.payload}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _outcome_of(reply: Reply) -> Sent | Failed:
    if 200 <= reply.status < 300:
        return Sent()
    message = f"It answered {_in_words(reply.status)}."
    if 300 <= reply.status < 400:
        message += " Redirects are not followed."
    return Failed(message=message, wait=reply.retry_after or 0.0, is_gone=reply.status == HTTPStatus.GONE)


def _in_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
