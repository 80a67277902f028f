"""The table of settings, and the history of who changed what."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AppSetting(models.Model):
    """One stored setting. Its type, limits and default are its declaration's, found by the key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=100, unique=True)
    value = models.TextField(blank=True)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "app_settings"
        ordering = ["key"]
        verbose_name = "setting"

    def __str__(self) -> str:
        return self.key

    @property
    def changed_at(self) -> datetime | None:
        """When its value was last changed; None while it is as it was put in."""
        return self.updated_at if self.updated_at > self.created_at else None


class SettingChange(models.Model):
    """One change of one setting's value; written by `store.save` alone, never changed."""

    key = models.CharField(max_length=100)
    old_value = models.TextField(blank=True)
    new_value = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "app_setting_changes"
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="app_setting_changes_latest")]
        verbose_name = "change of a setting"
        verbose_name_plural = "changes of settings"

    def __str__(self) -> str:
        return f"{self.key}: {self.old_value} -> {self.new_value}"
