"""The audit log: who did what."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One deed of a person, or of Galley itself where `actor_name` is empty; it is never changed.

    `target` names the kind of thing it was done to, `target_id` which, and `target_name` what it was called.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True, default="")
    through = models.CharField(max_length=20, blank=True, default="")
    action = models.CharField(max_length=50)
    target = models.CharField(max_length=50)
    target_id = models.CharField(max_length=150)
    target_name = models.CharField(max_length=200, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entries"
        verbose_name_plural = "audit log"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="audit_by_time"),
            models.Index(fields=["target", "target_id"], name="audit_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'Galley'}: {self.action}"
