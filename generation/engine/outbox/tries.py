"""How one try of a delivery ends, and what follows: taken, tried again later, given up, a webhook off."""

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now

from generation.engine.database import until_stored
from generation.models import Delivery, Webhook
from generation.states import About, DeliveryStatus

log = structlog.get_logger(__name__)

WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400)
"""Seconds after each try that came to nothing before the next: eight tries within a day and a half."""

_LONGEST_WAIT_ASKED_FOR = 86_400.0
_WAIT_AFTER_THIS = Case(
    *(When(tries=tries, then=Value(timedelta(seconds=seconds))) for tries, seconds in enumerate(WAITS))
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The other side took it, and let us wait for so many `seconds`; None where nobody looked."""

    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Failed:
    """It was not taken. `wait` is how many seconds the other side asks for; `is_final` that none will help.

    `is_gone` says that the webhook wants nothing more at all, `is_silent` that nobody was there. The owner is
    shown `message`, and only staff `detail`.
    """

    message: str
    detail: str = ""
    wait: float = 0.0
    is_final: bool = False
    is_gone: bool = False
    is_silent: bool = False
    seconds: float | None = None


Outcome = Sent | Failed


def wait_after(tries: int, failure: Failed, *, chance: float) -> float | None:
    """Return for how many seconds to wait after so many tries, None where that was the last.

    `chance`, from 0 to 1, spreads those that failed together.
    """
    if failure.is_final or failure.is_gone or tries > len(WAITS):
        return None
    wait = max(WAITS[tries - 1], min(failure.wait, _LONGEST_WAIT_ASKED_FOR))
    return wait * (1 + chance / 10)


def note_end(delivery: Delivery, outcome: Outcome) -> None:
    """Write down how the try ended, unless it counts as lost and another has begun."""
    if isinstance(outcome, Sent):
        _write(delivery, status=DeliveryStatus.SENT, sent_at=Now(), error="", detail="")
        log.info("A delivery was taken", **named(delivery))
        return
    log.warning("A delivery was not taken", reason=outcome.detail or outcome.message, **named(delivery))
    if outcome.is_silent:
        _count_for_others(delivery, outcome)
    is_test = delivery.about == About.TEST
    chance = random.random()  # noqa: S311 - no secret
    wait = None if is_test else wait_after(delivery.tries, outcome, chance=chance)
    said = {"error": outcome.message, "detail": outcome.detail}
    if wait is not None:
        _write(delivery, **said, next_try_at=Now() + timedelta(seconds=wait))
        return
    _write(delivery, **said, status=DeliveryStatus.FAILED)
    if outcome.is_gone:
        _switch_off(delivery, outcome.message)
    elif not (is_test or outcome.is_final or _took_something_since(delivery)):
        _switch_off(delivery, f"Nothing was taken in more than a day. {outcome.message}")


def named(delivery: Delivery) -> dict[str, object]:
    """Return what a delivery is called in the log: of a webhook's URL, which may hold secrets, its host."""
    host = delivery.webhook.host if delivery.webhook else ""
    return {"delivery": str(delivery.pk), "channel": delivery.channel, "tries": delivery.tries, "host": host}


def _write(delivery: Delivery, **fields: object) -> None:
    ours = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.DUE, tries=delivery.tries)
    until_stored(lambda: ours.update(**fields))


def _count_for_others(delivery: Delivery, silence: Failed) -> None:
    """Count the try for all that waits for the same receiver, each by its own schedule.

    It would fare the same, one after another, and take a thread for as long each time. A last try is made,
    and so is the one of a test. What somebody holds is passed over.
    """
    same = Delivery.objects.filter(channel=delivery.channel, webhook=delivery.webhook_id)
    due = same.filter(Q(next_try_at__lte=Now()) | Q(tries=0), status=DeliveryStatus.DUE)
    others = due.filter(tries__lt=len(WAITS)).exclude(pk=delivery.pk).exclude(about=About.TEST)
    free = others.select_for_update(skip_locked=True, no_key=True)
    many = until_stored(partial(_put_off, free, silence))
    if many:
        log.info("What waited for the same receiver was put off", others=many, **named(delivery))


@transaction.atomic
def _put_off(waiting: QuerySet[Delivery], silence: Failed) -> int:
    counted = {"tries": F("tries") + 1, "next_try_at": Now() + _WAIT_AFTER_THIS}
    rows = Delivery.objects.filter(pk__in=waiting.values("pk"))
    return rows.update(**counted, error=silence.message, detail=silence.detail)


def _took_something_since(delivery: Delivery) -> bool:
    taken = Delivery.objects.filter(webhook=delivery.webhook_id, status=DeliveryStatus.SENT)
    return taken.filter(sent_at__gt=delivery.created_at).exists()


def _switch_off(delivery: Delivery, reason: str) -> None:
    if delivery.webhook is None:
        return
    Webhook.objects.filter(pk=delivery.webhook.pk).update(is_on=False, off_because=reason)
    log.warning("A webhook was switched off", **named(delivery))
