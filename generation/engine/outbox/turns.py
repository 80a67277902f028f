"""A worker's thread that sends what is in the outbox: in which place, and what else it goes on with."""

import time
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from generation.engine.database import DATABASE_AWAY
from generation.engine.outbox.one_try import make_try, tries_to_make
from generation.engine.outbox.room import Pace, Receiver, Room
from generation.engine.outbox.tries import Sent
from generation.states import Channel

log = structlog.get_logger(__name__)

PLACES = {Pace.SLOW: 1, Pace.UNKNOWN: 3, Pace.QUICK: 4}
"""How many of a worker's threads may wait for people's webhooks; one more sends letters, the others write."""

IN_A_MOMENT = timedelta(seconds=2)
"""How long a try that found no place waits for another message."""

TURN_SECONDS = 10.0
"""How long a thread goes on with what else is due to who takes what is sent."""

_room = Room(PLACES)


def deliver(delivery_id: UUID, number: int) -> None:
    """Make try `number` of the delivery, counted from 0, unless it was begun, or the delivery has ended.

    What else waits for the same person's webhooks, or for the mail server, follows for a while, as long as
    nothing is to be tried again. Where a thread of this process sends there already, or too many are under
    way, the try is put off: the reconciler sends its message again, and who sends there may come to it
    before. While the database is away nothing is done: the reconciler sends that again, too.
    """
    try:
        _take_turn(delivery_id, number)
    except DATABASE_AWAY as error:
        connection.close()
        log.warning("A delivery waits for the database", delivery=str(delivery_id), error=str(error))


def _take_turn(delivery_id: UUID, number: int) -> None:
    ends_at = time.monotonic() + TURN_SECONDS
    receiver = _receiver_of(delivery_id, number)
    while receiver and _make_in_place(delivery_id, number, receiver) and time.monotonic() < ends_at:
        next_one = _next_to(receiver)
        if next_one is None:
            return
        delivery_id, number, receiver = next_one


def _receiver_of(delivery_id: UUID, number: int) -> Receiver | None:
    """Return who takes it, None where there is no such try to make."""
    found = tries_to_make().filter(pk=delivery_id, tries=number).values_list("channel", "user", "webhook")
    return next((_receiver(*row) for row in found), None)


def _receiver(channel: str, owner: int, webhook: UUID | None) -> Receiver:
    return Receiver() if channel == Channel.EMAIL else Receiver(owner=owner, webhook=webhook)


def _make_in_place(delivery_id: UUID, number: int, receiver: Receiver) -> bool:
    """Make the try where there is a place for it, else put it off; return whether more may follow."""
    with _room.place_for(receiver) as is_ours:
        if not is_ours:
            put_off = Now() + IN_A_MOMENT
            tries_to_make().filter(pk=delivery_id, tries=number).update(next_try_at=put_off)
            return False
        outcome = make_try(delivery_id, number)
        if outcome is None:
            return False
        if receiver.webhook and outcome.seconds is not None:
            _room.note_pace(receiver.webhook, seconds=outcome.seconds)
        return isinstance(outcome, Sent) or outcome.is_final


def _next_to(receiver: Receiver) -> tuple[UUID, int, Receiver] | None:
    """Return what is to follow: what is due, and what nobody has tried, for that waits for a place alone."""
    is_letter = receiver.owner is None
    theirs = Q(channel=Channel.EMAIL) if is_letter else Q(channel=Channel.WEBHOOK, user=receiver.owner)
    waiting = tries_to_make().filter(Q(next_try_at__lte=Now()) | Q(tries=0), theirs).order_by("next_try_at")
    found = waiting.values_list("pk", "tries", "channel", "user", "webhook").first()
    if found is None:
        return None
    delivery_id, number, channel, owner, webhook = found
    return delivery_id, number, _receiver(channel, owner, webhook)
