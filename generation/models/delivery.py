"""What is told to people where they are not: webhooks, and the outbox of what is on its way."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from generation.models.job import GenerationJob
from generation.states import Channel, DeliveryStatus


class Webhook(models.Model):
    """An address of a person's that is told how their jobs end. Where nobody takes it any more, it is off.

    The secret that its deliveries are signed with is kept nowhere: see generation/engine/outbox/signing.py. A
    URL may hold a secret of the receiver's, so that whoever is not its owner is shown `host` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=500)
    tells_completed = models.BooleanField(default=True)
    tells_failed = models.BooleanField(default=True)
    tells_batches = models.BooleanField(default=True, db_default=True)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "webhooks"
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


class Delivery(models.Model):
    """One thing to tell one person through one channel: written with what it tells of, sent after it.

    `job` and `run` name the ending it tells of, which is told though the job be deleted meanwhile; `about`
    the kind of news, and `payload` what is told. It is tried until it is `sent` or its tries are spent
    (`failed`). `tries` counts those that were begun: a message names the number it is for, so that a second
    of the same does nothing. `next_try_at` is when the next is due; while one is made, when that one counts
    as lost. `error` says why the last came to nothing, `detail` what of that only staff may know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=7)
    webhook = models.ForeignKey(Webhook, models.CASCADE, null=True, blank=True, related_name="deliveries")
    about = models.CharField(max_length=50)
    job = models.ForeignKey(GenerationJob, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    run = models.PositiveIntegerField(default=0)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=6, default=DeliveryStatus.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "deliveries"
        verbose_name_plural = "deliveries"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "job", "run", "about", "channel", "webhook"],
                condition=Q(job__isnull=False),
                nulls_distinct=False,
                name="one_delivery_per_ending",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(DeliveryStatus)), name="delivery_status_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="channel_known"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="due"), name="deliveries_due"),
            models.Index(fields=["-created_at"], name="deliveries_by_age"),
            models.Index(fields=["webhook", "-created_at"], name="deliveries_of_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.about} by {self.channel}"
