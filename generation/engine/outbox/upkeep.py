"""The outbox kept going: what is due is sent again, what has ended if a person asks; old is forgotten."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.broker.courier import RESEND
from generation.engine.outbox.news import send_after_commit
from generation.errors import NotAllowedError
from generation.models import Delivery
from generation.models.deeds import note_deed
from generation.states import Channel, DeliveryStatus

KEPT = timedelta(days=30)
"""How long it is remembered what was told."""

MOST_AT_ONCE = 200
"""Of how many people's webhooks, the mail server counted as one, a turn of the reconciler has a try made."""


def send_again(delivery: Delivery) -> None:
    """Tell it once more, under its old name, with all its tries.

    Raises NotAllowedError ("on_its_way"), and Delivery.DoesNotExist where it is gone.
    """
    ended = Delivery.objects.filter(pk=delivery.pk).exclude(status=DeliveryStatus.DUE)
    anew: dict[str, Any] = {"status": DeliveryStatus.DUE, "tries": 0, "sent_at": None}
    with transaction.atomic():
        if not ended.update(**anew, error="", detail="", next_try_at=Now() + RESEND):
            delivery.refresh_from_db(fields=["status"])
            raise NotAllowedError("on_its_way", "This is on its way already; wait for what becomes of it.")
        note_deed("told_again", target="delivery", target_id=delivery.pk, name=str(delivery))
        send_after_commit([delivery.pk])


def send_due_deliveries() -> int:
    """Have workers make the try that is due first of each person's webhooks, and of all letters.

    Return how many; none is where its message still waits. Whoever makes it goes on with the next; so one
    whose webhooks take nothing has one message at a time, however much waits. Where there are too many
    people, a letter comes first, and then who has waited longest.
    """
    due = Delivery.objects.filter(status=DeliveryStatus.DUE, next_try_at__lte=Now())
    tries = [*_first_letter(due), *_first_of_each_person(due)][:MOST_AT_ONCE]
    queued = courier.chains_in_queue() if tries else None
    if queued is None:
        return 0
    sent = 0
    for delivery_id, number in tries:
        is_lost = courier.delivery_name(delivery_id, number) not in queued
        claimed = due.filter(pk=delivery_id, tries=number).update(next_try_at=Now() + RESEND)
        if is_lost and claimed:
            courier.send_delivery(delivery_id, number)
            sent += 1
    return sent


def _first_letter(due: QuerySet[Delivery]) -> QuerySet[Delivery, tuple[UUID, int]]:
    letters = due.filter(channel=Channel.EMAIL).order_by("next_try_at")
    return letters.values_list("pk", "tries")[:1]


def _first_of_each_person(due: QuerySet[Delivery]) -> QuerySet[Delivery, tuple[UUID, int]]:
    first = due.filter(channel=Channel.WEBHOOK).order_by("user_id", "next_try_at").distinct("user_id")
    in_turn = Delivery.objects.filter(pk__in=first.values("pk")).order_by("next_try_at")
    return in_turn.values_list("pk", "tries")[:MOST_AT_ONCE]


def forget_old_deliveries() -> None:
    """Delete what was told, or given up, a month ago; what somebody holds is left for the next time."""
    ended = Delivery.objects.exclude(status=DeliveryStatus.DUE)
    old = ended.filter(created_at__lt=timezone.now() - KEPT).select_for_update(skip_locked=True)
    with transaction.atomic():
        Delivery.objects.filter(pk__in=old.values("pk")).delete()
