"""Files made of what is written: a cache, which anybody may ask for again."""

import uuid

from django.db import models
from django.db.models import Q

from generation.models.funnel import Funnel
from generation.states import ExportStatus


class ExportFile(models.Model):
    """One file, of one funnel's content as it stood when it was asked for.

    `product` is "" for the whole funnel. `content` is what it is made of, kept until it is made;
    `fingerprint` is that content's SHA-256, so that the same content asked for again is the file that is
    there. `done` of `total` says how far its making is. `claimed_at` is the last sign of life of its maker,
    `claims` counts how often somebody began, and `sent_at` is when its message was last sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funnel = models.ForeignKey(Funnel, models.CASCADE, related_name="export_files")
    blueprint = models.CharField(max_length=50)
    subject = models.CharField(max_length=500, blank=True, default="")
    product = models.CharField(max_length=100, blank=True, default="")
    format = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField(null=True, blank=True)

    status = models.CharField(max_length=10, default=ExportStatus.MAKING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    claims = models.PositiveSmallIntegerField(default=0)
    error_message = models.TextField(blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    data = models.BinaryField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "export_files"
        verbose_name = "export"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "blueprint", "subject", "product", "format", "fingerprint"],
                name="one_export_per_content",
            ),
            models.CheckConstraint(condition=Q(status__in=list(ExportStatus)), name="export_status_known"),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(status="making"), name="exports_being_made"),
            models.Index(fields=["created_at"], name="exports_by_age"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.format} of {self.funnel}"
