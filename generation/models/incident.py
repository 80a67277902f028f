"""The incident: a provider that lets nobody in, until somebody mends it."""

from django.db import models
from django.db.models import Q


class ProviderIncident(models.Model):
    """A provider refuses every call: a wrong key, no permission, money spent. Open until `closed_at`.

    While it is open nobody calls that provider but a trial, at `last_trial_at` the last, which answered
    `last_trial_message`.
    """

    provider = models.CharField(max_length=50)
    model = models.CharField(max_length=100)
    code = models.CharField(max_length=50)
    message = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    trial_count = models.PositiveIntegerField(default=0)
    last_trial_at = models.DateTimeField(null=True, blank=True)
    last_trial_message = models.TextField(blank=True, default="")

    class Meta:
        db_table = "provider_incidents"
        verbose_name = "incident"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider"], condition=Q(closed_at__isnull=True), name="one_open_incident"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.code}"
