"""What belongs to a person besides funnels: templates, choices, tokens by name, and what they were told."""

import uuid

from django.conf import settings
from django.db import models

from generation.models.job import GenerationJob


class BriefTemplate(models.Model):
    """A brief kept to begin other funnels with. It may be incomplete."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="brief_templates")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    brief = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "brief_templates"
        ordering = ["name", "created_at"]

    def __str__(self) -> str:
        return self.name


class Preferences(models.Model):
    """A person's choices; who has no row has the defaults.

    `confirmed_email` is the address that a person has shown to be theirs: letters go to it while it is still
    the account's.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preferences"
    )
    notify_in_browser = models.BooleanField(default=False)
    mail_when_ready = models.BooleanField(default=False)
    mail_when_failed = models.BooleanField(default=False)
    confirmed_email = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        db_table = "preferences"
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences of {self.user.get_username()}"


class NamedToken(models.Model):
    """What its owner calls a token of the API, and when it last let somebody in: None where it never did."""

    LONGEST_NAME = 80

    token = models.OneToOneField("knox.AuthToken", models.CASCADE, primary_key=True, related_name="named")
    name = models.CharField(max_length=LONGEST_NAME)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "named_tokens"

    def __str__(self) -> str:
        return self.name


class EndingNotice(models.Model):
    """That a person was told how a job ended: once for each ending, whichever of their pages was first.

    `epoch` is the job's when it ended; a job that is resumed ends in another.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    job = models.ForeignKey(GenerationJob, models.CASCADE, related_name="notices")
    epoch = models.PositiveIntegerField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ending_notices"
        constraints = [models.UniqueConstraint(fields=["user", "job", "epoch"], name="one_notice_per_ending")]

    def __str__(self) -> str:
        return f"notice of ending {self.epoch}"


class JobRating(models.Model):
    """What its owner thinks of a finished job: one to five stars and, if they like, why."""

    job = models.OneToOneField(GenerationJob, models.CASCADE, primary_key=True, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "job_ratings"
        verbose_name = "rating"
        constraints = [
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="rating_1_to_5_stars")
        ]

    def __str__(self) -> str:
        return f"{self.stars} of 5"
