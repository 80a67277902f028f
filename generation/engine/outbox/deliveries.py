"""The outbox: what is to be told to people where they are not, written with the ending it tells of.

A message to a worker sends it after the commit. Where that is lost, or a try came to nothing, the reconciler
sends the next one when it is due. Each message names the try it is for, and only its first is made: so
neither a message too many nor a worker that dies has anything told twice by us.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from generation.engine.broker import courier
from generation.errors import NotAllowedError
from generation.models import Delivery, GenerationJob
from generation.models.deeds import note_deed
from generation.models.moves import LockedJob
from generation.states import About, Channel, DeliveryStatus, JobStatus, TaskStatus

log = structlog.get_logger(__name__)

RESEND = timedelta(seconds=10)
"""How long after a message was sent it may be sent again."""

KEPT = timedelta(days=30)
"""How long it is remembered what was told."""

_ABOUT = {JobStatus.COMPLETED: About.COMPLETED, JobStatus.FAILED: About.FAILED}
_MOST_AT_ONCE = 200


def tell_ending(locked: LockedJob) -> None:
    """Write down whom to tell how the job has just ended, in the transaction that ends it.

    A cancel is told to nobody: who cancelled knows. Nor is it told that a provider let nobody in: the job
    goes on by itself when that is over.
    """
    job = locked.job
    about = _ABOUT.get(JobStatus(job.status))
    if about is None or (about is About.FAILED and job.incident_id is not None):
        return
    told: dict[str, Any] = {
        "owner": job.owner_id,
        "job": job.pk,
        "funnel": job.funnel_id,
        "run": job.run,
        "about": about,
        "is_good": about is About.COMPLETED,
        "facts": json.dumps(_facts(locked)),
        "now": locked.now,
        "next_try_at": locked.now + RESEND,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, told)
        written = [delivery for (delivery,) in cursor.fetchall()]
    _send_after_commit(written)


def tell_staff(about: About, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Write down that staff are to be told by e-mail, in the transaction of what is told.

    Those are meant who want to hear of what failed.
    """
    meant = User.objects.filter(is_staff=True, is_active=True, preferences__mail_when_failed=True)
    letters = [
        Delivery(user=user, channel=Channel.EMAIL, about=about, payload=facts, next_try_at=now + RESEND)
        for user in meant.exclude(email="")
    ]
    _send_after_commit([letter.pk for letter in Delivery.objects.bulk_create(letters)])


def write_test(webhook_id: UUID, owner_id: int) -> Delivery:
    """Write a delivery that only tries the webhook, and have it sent."""
    test = Delivery.objects.create(
        user_id=owner_id,
        channel=Channel.WEBHOOK,
        webhook_id=webhook_id,
        about=About.TEST,
        payload={"message": "This is a test. It was asked for on the page of notifications."},
        next_try_at=timezone.now() + RESEND,
    )
    _send_after_commit([test.pk])
    return test


def send_again(delivery: Delivery) -> None:
    """Tell it once more, under its old name, with all its tries. Raises NotAllowedError ("on_its_way")."""
    ended = Delivery.objects.filter(pk=delivery.pk).exclude(status=DeliveryStatus.DUE)
    anew: dict[str, Any] = {"status": DeliveryStatus.DUE, "tries": 0, "error": "", "sent_at": None}
    with transaction.atomic():
        if not ended.update(**anew, next_try_at=Now() + RESEND):
            raise NotAllowedError("on_its_way", "This is on its way already; wait for what becomes of it.")
        note_deed("told_again", target="delivery", target_id=delivery.pk, name=str(delivery))
        _send_after_commit([delivery.pk])


def send_due_deliveries() -> int:
    """Have workers make the tries that are due, unless their messages still wait; return how many."""
    due = Delivery.objects.filter(status=DeliveryStatus.DUE, next_try_at__lte=Now()).order_by("next_try_at")
    tries = list(due.values_list("pk", "tries")[:_MOST_AT_ONCE])
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


def forget_old_deliveries() -> None:
    """Delete what was told, or given up, a month ago."""
    ended = Delivery.objects.exclude(status=DeliveryStatus.DUE)
    ended.filter(created_at__lt=timezone.now() - KEPT).delete()


def _send_after_commit(deliveries: list[UUID]) -> None:
    for delivery_id in deliveries:
        transaction.on_commit(partial(courier.send_delivery, delivery_id, 0), robust=True)


def _facts(locked: LockedJob) -> dict[str, Any]:
    job, tasks = locked.job, locked.tasks
    completed = sum(task.status == TaskStatus.COMPLETED for task in tasks)
    return {
        "job": str(job.pk),
        "funnel": str(job.funnel_id),
        "blueprint": job.blueprint,
        "status": job.status,
        "run": job.run,
        "progress": {"completed": completed, "total": len(tasks)},
        "error": _error(job),
        "url": f"{settings.ENV.public_url}/funnels/{job.funnel_id}/",
    }


def _error(job: GenerationJob) -> dict[str, str] | None:
    return {"code": job.error_code, "message": job.error_message} if job.error_code else None


# One statement, so that an ending nobody wants to hear of costs one. A webhook that is deleted at this moment
# is waited for, and passed over.
_TELL = """
WITH hooks AS (
    SELECT id FROM webhooks
    WHERE owner_id = %(owner)s AND is_on
      AND CASE WHEN %(is_good)s THEN tells_completed ELSE tells_failed END
    FOR KEY SHARE
), told AS (
    SELECT 'email' AS channel, NULL::uuid AS webhook FROM preferences
    JOIN auth_user ON auth_user.id = preferences.user_id
    WHERE preferences.user_id = %(owner)s AND auth_user.email <> ''
      AND CASE WHEN %(is_good)s THEN mail_when_ready ELSE mail_when_failed END
    UNION ALL
    SELECT 'webhook', id FROM hooks
)
INSERT INTO deliveries (
    id, user_id, channel, webhook_id, about, job_id, run, payload,
    status, tries, next_try_at, error, created_at
)
SELECT
    gen_random_uuid(), %(owner)s, told.channel, told.webhook, %(about)s, %(job)s, %(run)s,
    %(facts)s::jsonb || jsonb_build_object('name', funnels.name),
    'due', 0, %(next_try_at)s, '', %(now)s
FROM told JOIN funnels ON funnels.id = %(funnel)s
ON CONFLICT DO NOTHING
RETURNING id
"""
