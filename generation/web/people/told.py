"""What was told to a person's webhooks, in words: what about, and what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.utils import timezone

from generation.engine.outbox.webhooks import events_of
from generation.models import Delivery, Webhook
from generation.states import About, DeliveryStatus
from generation.web.words import RETRYING, StatusWord

_SHOWN = 5
_WATCHED = timedelta(minutes=2)  # the page looks again for so long; who waits longer reloads it

_ABOUT = {
    About.COMPLETED: "{name} is ready",
    About.FAILED: "{name} stopped",
    About.BATCH_ENDED: "{name} has ended",
    About.TEST: "A test",
}
_WHEN = {
    About.COMPLETED: "a funnel is ready",
    About.FAILED: "a run has failed",
    About.BATCH_ENDED: "a batch has ended",
}
_TAKEN = StatusWord(key="done", word="Taken", icon="check-circle")
_NOT_TAKEN = StatusWord(key="failed", word="Not taken", icon="x-circle")
_ON_ITS_WAY = StatusWord(key="running", word="On its way", icon="spinner")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line: what it tells of, and how it is with it. `next_try_at` is None where none is to come."""

    delivery: Delivery
    says: str
    status: StatusWord
    is_due: bool

    @property
    def waits(self) -> bool:
        """Whether it was tried, and will be again."""
        return self.is_due and bool(self.delivery.error)


def webhooks_of(user: User) -> list[Webhook]:
    """Return the person's webhooks, each with what was told to it last."""
    last = Prefetch("deliveries", Delivery.objects.order_by("-created_at")[:_SHOWN], to_attr="last")
    return list(Webhook.objects.filter(owner=user).prefetch_related(last))


def told_to(webhook: Webhook) -> list[Told]:
    """Return the lines of a webhook out of `webhooks_of`, the newest first."""
    last: list[Delivery] = vars(webhook)["last"]  # put there by the query above
    return [_told(delivery) for delivery in last]


def told_when(webhook: Webhook) -> str:
    """Return what the webhook is told of, in words."""
    *others, last = [_WHEN[About(event)] for event in events_of(webhook)]
    return f"{', '.join(others)} or {last}" if others else last


def is_watched(lines: list[Told]) -> bool:
    """Whether one of these may end while its person looks on."""
    since = timezone.now() - _WATCHED
    return any(line.is_due and line.delivery.created_at > since for line in lines)


def _told(delivery: Delivery) -> Told:
    says = _ABOUT[About(delivery.about)].format(name=delivery.payload.get("name", ""))
    return Told(
        delivery=delivery,
        says=says,
        status=_word(delivery),
        is_due=delivery.status == DeliveryStatus.DUE,
    )


def _word(delivery: Delivery) -> StatusWord:
    match delivery.status:
        case DeliveryStatus.SENT:
            return _TAKEN
        case DeliveryStatus.FAILED:
            return _NOT_TAKEN
        case _:
            return RETRYING if delivery.error else _ON_ITS_WAY
