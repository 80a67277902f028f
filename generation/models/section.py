"""Content: sections and their revisions. It belongs to the funnel, not to the job that wrote it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT

from generation.models.attempt import TaskAttempt
from generation.models.funnel import Funnel


class Section(models.Model):
    """One piece of finished content. `version` is the number of the revision that is shown.

    Once a person has edited or locked it, new text is only offered beside it: `offered` is that revision's
    number. `retired` sections are no longer part of the funnel (a chapter less than before); nothing of them
    is lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funnel = models.ForeignKey(Funnel, models.CASCADE, related_name="sections")
    blueprint = models.CharField(max_length=50)
    subject = models.CharField(max_length=500, blank=True, default="")
    task_key = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    offered = models.PositiveIntegerField(null=True, blank=True)
    edited = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "sections"
        ordering = ["funnel", "blueprint", "subject", "task_key", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "blueprint", "subject", "task_key", "key"], name="one_section_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_number(self) -> int:
        """The highest number of its revisions: the newest text is either shown or on offer."""
        return max(self.version, self.offered or 0)


class Revision(models.Model):
    """One text of a section under its title, as an attempt or a person wrote it.

    Never changed, never deleted by Galley.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField()
    fields = models.JSONField(default=dict)
    words = models.PositiveIntegerField(default=0)
    advice = models.JSONField(default=list)
    attempt = models.ForeignKey(TaskAttempt, models.SET_NULL, null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "revisions"
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="one_revision_per_number"),
            models.CheckConstraint(
                condition=Q(attempt__isnull=True) | Q(author__isnull=True), name="revision_has_one_writer"
            ),
        ]
        indexes = [
            models.Index(
                KT("fields__picture"), condition=Q(fields__has_key="picture"), name="revisions_by_picture"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


def current_revisions() -> models.QuerySet[Revision]:
    """Return the revisions that are shown, one a section, with their sections."""
    return Revision.objects.select_related("section").filter(number=F("section__version"))


def shown_content(*, blueprint: str, subject: str) -> models.QuerySet[Revision]:
    """Return what is shown of this kind and subject, of every funnel; retired sections are left out."""
    return current_revisions().filter(
        section__blueprint=blueprint, section__subject=subject, section__retired=False
    )
