"""The incident: a provider that lets nobody in, until somebody mends it, and who was told so."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from generation.providers import spec_of


class ProviderIncident(models.Model):
    """A provider refuses every call: a wrong key, no permission, money spent. Open until `closed_at`.

    While it is open nobody calls that provider but a trial, at `last_trial_at` the last, which answered
    `last_trial_message`. `closed_by` names the person who closed it without an answer; empty where one came.
    """

    provider = models.CharField(max_length=50)
    model = models.CharField(max_length=100)
    code = models.CharField(max_length=50)
    message = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True, default="")
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

    @property
    def service(self) -> str:
        """What people call the provider."""
        return spec_of(self.provider).title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class IncidentNotice(models.Model):
    """That a person was told of an incident, once, and at `answered_at` that it is over."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    incident = models.ForeignKey(ProviderIncident, models.CASCADE, related_name="notices")
    told_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "incident_notices"
        constraints = [
            models.UniqueConstraint(fields=["user", "incident"], name="one_notice_per_incident"),
        ]

    def __str__(self) -> str:
        return f"notice of incident {self.incident_id}"
