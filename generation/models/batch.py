"""The batch: jobs that were asked for together."""

import uuid

from django.conf import settings
from django.db import models

LONGEST_NAME = 200


class GenerationBatch(models.Model):
    """Many jobs of one owner, started by one request. How it stands follows from its jobs.

    `ended_at` is when the last of its jobs ended at its last ending that was told; see
    generation/engine/outbox/batch_endings.py.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="batches")
    name = models.CharField(max_length=LONGEST_NAME)
    blueprint = models.CharField(max_length=50)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "generation_batches"
        verbose_name = "batch"
        verbose_name_plural = "batches"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="batches_of_owner")]

    def __str__(self) -> str:
        return self.name
