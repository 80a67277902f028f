"""The outbox: what is to be told to people where they are not, written with what it tells of.

A message to a worker sends it after the commit. Where that is lost, or a try came to nothing, the reconciler
sends the next one when it is due. Each message names the try it is for, and only its first is made: so
neither a message too many nor a worker that dies has anything told twice by us.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.broker.courier import RESEND
from generation.engine.outbox.confirmed import may_be_written_to, must_confirm
from generation.models import Delivery, GenerationJob
from generation.states import About, Channel


@dataclass(frozen=True, kw_only=True)
class News:
    """What is to be told to one person. `is_good` and `is_bad` say who of those that get letters wants one.

    News of a `job` is written once for each of its runs, and gets the name of its funnel.
    """

    owner_id: int
    about: About
    facts: Mapping[str, Any]
    is_good: bool
    is_bad: bool
    job: GenerationJob | None = None


def write_news(news: News, *, now: datetime, by_mail: bool = True, by_webhook: bool = True) -> None:
    """Write down what is to be told, in the transaction of what it tells of, and send it after the commit."""
    job = news.job
    told: dict[str, Any] = {
        "owner": news.owner_id,
        "about": news.about,
        "job": job.pk if job else None,
        "run": job.run if job else 0,
        "funnel": job.funnel_id if job else None,
        "by_webhook": by_webhook,
        "must_confirm": must_confirm(),
        "by_mail_when_ready": by_mail and news.is_good,
        "by_mail_when_failed": by_mail and news.is_bad,
        "facts": json.dumps(news.facts),
        "now": now,
        "next_try_at": now + RESEND,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, told)
        send_after_commit([delivery for (delivery,) in cursor.fetchall()])


def tell_staff(about: About, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Write down that staff are to be told by e-mail, in the transaction of what is told.

    They are kept from being deleted meanwhile: what is told, a failure that a worker writes down, must not
    break with the letter of one who is gone.
    """
    kept = staff_to_tell().select_for_update(of=("self",), no_key=True)
    letters = [
        Delivery(user=user, channel=Channel.EMAIL, about=about, payload=facts, next_try_at=now + RESEND)
        for user in kept.order_by("pk")
    ]
    send_after_commit([letter.pk for letter in Delivery.objects.bulk_create(letters)])


def staff_to_tell() -> QuerySet[User]:
    """Return who of staff is told what keeps Galley from writing: those who want to hear of what failed."""
    wanting = User.objects.filter(is_staff=True, is_active=True, preferences__mail_when_failed=True)
    return wanting.filter(may_be_written_to())


def write_letter(user: User, about: About, facts: Mapping[str, Any]) -> None:
    """Write down a letter to the user, whatever they chose, and have it sent."""
    due_at = timezone.now() + RESEND
    letter = Delivery.objects.create(
        user=user, channel=Channel.EMAIL, about=about, payload=facts, next_try_at=due_at
    )
    send_after_commit([letter.pk])


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
    send_after_commit([test.pk])
    return test


def send_after_commit(deliveries: list[UUID]) -> None:
    """Have workers make the first try of each; where their messages are lost, the reconciler sends others."""
    for delivery_id in deliveries:
        transaction.on_commit(partial(courier.send_delivery, delivery_id, 0), robust=True)


# One statement, so that news nobody wants to hear costs one query. A webhook that is deleted at this moment
# is waited for, and passed over.
_TELL = """
WITH hooks AS (
    SELECT id FROM webhooks
    WHERE owner_id = %(owner)s AND is_on AND %(by_webhook)s
      AND CASE %(about)s
              WHEN 'job.completed' THEN tells_completed
              WHEN 'job.failed' THEN tells_failed
              WHEN 'batch.ended' THEN tells_batches
          END
    FOR KEY SHARE
), told AS (
    SELECT 'email' AS channel, NULL::uuid AS webhook FROM preferences
    JOIN auth_user ON auth_user.id = preferences.user_id
    WHERE preferences.user_id = %(owner)s AND auth_user.email <> ''
      AND (NOT %(must_confirm)s OR preferences.confirmed_email = auth_user.email)
      AND (%(by_mail_when_ready)s AND mail_when_ready OR %(by_mail_when_failed)s AND mail_when_failed)
    UNION ALL
    SELECT 'webhook', id FROM hooks
)
INSERT INTO deliveries (
    id, user_id, channel, webhook_id, about, job_id, run, payload,
    status, tries, next_try_at, error, created_at
)
SELECT
    gen_random_uuid(), %(owner)s, told.channel, told.webhook, %(about)s, %(job)s, %(run)s,
    %(facts)s::jsonb || coalesce(
        (SELECT jsonb_build_object('name', name) FROM funnels WHERE id = %(funnel)s), '{}'
    ),
    'due', 0, %(next_try_at)s, '', %(now)s
FROM told
ON CONFLICT DO NOTHING
RETURNING id
"""
