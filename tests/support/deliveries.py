"""Endings that are told, as tests find them."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.broker.courier import RESEND
from generation.engine.outbox.turns import deliver
from generation.models import Delivery, Funnel, GenerationJob, Webhook
from tests.support.jobs import fail, start_running

LONG_AGO = timezone.now().replace(year=2020)


def ended_job(funnel: Funnel) -> GenerationJob:
    """Return a job of which the first task failed for good."""
    job = start_running(funnel)
    fail(job, 1)
    job.refresh_from_db()
    return job


def make_webhook(owner: Any, url: str = "https://hooks.example/galley", **fields: Any) -> Webhook:
    return Webhook.objects.create(owner=owner, url=url, **fields)


def make_delivery(webhook: Webhook, **fields: Any) -> Delivery:
    """Write a delivery to the webhook that nobody has sent yet."""
    known = {
        "channel": "webhook",
        "about": "job.completed",
        "next_try_at": timezone.now() + RESEND,
        "payload": {"name": "Calm"},
    }
    return Delivery.objects.create(user=webhook.owner, webhook=webhook, **known | fields)


def next_try(delivery: Delivery) -> Delivery:
    """Have the next try of the delivery made, due or not, and return how it stands."""
    delivery.refresh_from_db()
    deliver(delivery.pk, delivery.tries)
    delivery.refresh_from_db()
    return delivery


def in_queue(delivery: Delivery, number: int = 0) -> bool:
    """Whether the message for this try of the delivery waits for a worker."""
    return courier.delivery_name(delivery.pk, number) in (courier.chains_in_queue() or ())


def make_due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=LONG_AGO)


def database_now() -> datetime:
    """Return the moment by the clock that deliveries are due by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now
