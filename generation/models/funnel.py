"""The funnel: what a creator owns and describes."""

import uuid

from django.conf import settings
from django.db import models


class Funnel(models.Model):
    """A described sales funnel. A draft's brief may be incomplete; generating it needs a whole one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="funnels")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    brief = models.JSONField(default=dict)
    draft = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "funnels"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="funnels_of_owner")]

    def __str__(self) -> str:
        return self.name
