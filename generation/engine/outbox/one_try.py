"""One try of one delivery: claimed, made unless nobody wants it any more, and how it ended written down."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from generation.engine.database import DATABASE_AWAY
from generation.engine.outbox.confirmed import is_unconfirmed
from generation.engine.outbox.letters import LetterError, LetterRefusedError, MailAwayError, send_letter
from generation.engine.outbox.overtaken import OVERTAKEN, is_overtaken
from generation.engine.outbox.posting import SECONDS, PostError, Reply, SilenceError, post
from generation.engine.outbox.signing import signed_headers
from generation.engine.outbox.tries import WAITS, Failed, Outcome, Sent, named, note_end
from generation.models import Delivery, Webhook
from generation.states import About, Channel, DeliveryStatus

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
"""A try that has said nothing for so long is lost with its worker. A slow mail server takes over a minute."""

_LONGEST_DETAIL = 500


def make_try(delivery_id: UUID, number: int) -> Outcome | None:
    """Make the try and write down how it ended; return that, None where the try was not ours to make."""
    delivery = _claim(delivery_id, number)
    if delivery is None:
        return None
    outcome = _make(delivery)
    note_end(delivery, outcome)
    return outcome


def tries_to_make() -> QuerySet[Delivery]:
    """Return what is not told yet: one try of each is to be made, or being made."""
    return Delivery.objects.filter(status=DeliveryStatus.DUE)


def _claim(delivery_id: UUID, number: int) -> Delivery | None:
    """Return the delivery whose try is ours to make, None where there is nothing for us to do."""
    this_try = tries_to_make().filter(pk=delivery_id, tries=number)
    if not this_try.update(tries=number + 1, next_try_at=Now() + LEASE):
        return None
    return Delivery.objects.select_related("user", "webhook").filter(pk=delivery_id).first()


def _make(delivery: Delivery) -> Outcome:
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
    user = delivery.user
    if not user.email:
        return "There is no address to send it to."
    if delivery.about == About.ADDRESS:
        is_asked = delivery.payload["address"] == user.email and is_unconfirmed(user)
        return "" if is_asked else "This address is not asked for any more."
    if is_unconfirmed(user):
        return "The address is not confirmed."
    return OVERTAKEN if is_overtaken(delivery) else ""


def _by_letter(delivery: Delivery) -> Outcome:
    try:
        send_letter(delivery)
    except LetterError as error:
        is_final, is_silent = isinstance(error, LetterRefusedError), isinstance(error, MailAwayError)
        return Failed(message=str(error), is_final=is_final, is_silent=is_silent)
    return Sent()


def _by_webhook(delivery: Delivery, webhook: Webhook) -> Outcome:
    body = _body(delivery)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Galley-Webhooks/1 (+{settings.ENV.public_url})",
        **signed_headers(webhook.pk, delivery.pk, body, now=timezone.now()),
    }
    began = time.monotonic()
    outcome = _post(webhook.url, body.encode(), headers)
    return replace(outcome, seconds=time.monotonic() - began)


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    to_private = settings.ENV.webhooks_to_private_addresses
    try:
        return _outcome_of(post(url, body, headers, to_private=to_private, seconds=SECONDS))
    except PostError as error:
        return Failed(message=str(error), detail=error.detail, is_silent=isinstance(error, SilenceError))


def _body(delivery: Delivery) -> str:
    """Return what is posted; it is the same at each try."""
    told = {"type": delivery.about, "timestamp": delivery.created_at.isoformat(), "data": delivery.payload}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _outcome_of(reply: Reply) -> Outcome:
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
