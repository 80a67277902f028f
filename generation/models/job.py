"""The job: one run of a blueprint for one funnel; and the key under which a start is asked for once."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UUIDField, Value
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from generation.models.batch import GenerationBatch
from generation.models.funnel import Funnel
from generation.models.incident import ProviderIncident
from generation.states import OPEN_JOB, JobStatus, Priority

NOT_IN_LINE = 3
"""The level, after high (0), normal (1) and low (2), of a queued job whose time has not come."""

NO_BATCH = uuid.UUID(int=0)
"""What stands in the line's index for the batch of a job that has none."""


FAILED_BY_INCIDENT = Q(status=JobStatus.FAILED, incident__isnull=False)
"""Which jobs go on by themselves once an incident is over."""

FAILED_FOR_GOOD = Q(status=JobStatus.FAILED, incident=None)
"""Which jobs failed, and need somebody to go on."""

PUT_OFF = Q(status=JobStatus.QUEUED, scheduled_at__gt=Now())
"""Which jobs are queued and not in line: their time has not come."""


class GenerationJob(models.Model):
    """One run of a blueprint. `brief`, `language` and `inputs` are a snapshot taken at its start.

    `run` numbers its stays in line, the first included; `epoch` numbers its admissions: a message of an older
    one is dropped. `seq` numbers its events. `priority` is what was asked for where `priority_given`, else
    what `score` stands for; that changes at `rescore_at`, as the deadline comes near. `only_task` is the key
    of the one task a regeneration runs; empty means all that is unfinished. `stopping` says that a task has
    failed and nothing new may begin: it is read under the lock that every claim takes. `incident` is the
    provider's that made it fail, until it runs again. `level` is where the line has it at the last admission.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funnel = models.ForeignKey(Funnel, models.CASCADE, related_name="jobs")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    batch = models.ForeignKey(GenerationBatch, models.SET_NULL, null=True, blank=True, related_name="jobs")
    blueprint = models.CharField(max_length=50)
    subject = models.CharField(max_length=500, blank=True, default="")
    status = models.CharField(max_length=12, default=JobStatus.QUEUED)
    run = models.PositiveIntegerField(default=1)
    epoch = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)

    priority = models.CharField(max_length=6, default=Priority.NORMAL)
    priority_given = models.BooleanField(default=True)
    score = models.SmallIntegerField(default=0)
    rescore_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=NOT_IN_LINE)
    lanes = models.PositiveSmallIntegerField(default=1)
    skip_quality_check = models.BooleanField(default=False)
    continue_on_failure = models.BooleanField(default=False)
    stopping = models.BooleanField(default=False)
    only_task = models.CharField(max_length=100, blank=True, default="")
    scheduled_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)

    brief = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    inputs = models.JSONField(default=dict)

    incident = models.ForeignKey(
        ProviderIncident, models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    error_code = models.CharField(max_length=50, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "generation_jobs"
        verbose_name = "job"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "blueprint", "subject"],
                condition=Q(status__in=sorted(OPEN_JOB)),
                name="one_open_job",
            ),
            models.CheckConstraint(condition=Q(status__in=list(JobStatus)), name="job_status_known"),
            models.CheckConstraint(condition=Q(priority__in=list(Priority)), name="job_priority_known"),
            models.CheckConstraint(condition=Q(lanes__range=(1, 5)), name="job_lanes_1_to_5"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="jobs_of_owner"),
            models.Index(
                "owner",
                Coalesce("batch", Value(NO_BATCH), output_field=UUIDField()),
                "level",
                F("score").desc(),
                Greatest("queued_at", "scheduled_at"),
                "id",
                condition=Q(status="queued"),
                name="jobs_in_line",
            ),
            models.Index(
                "priority",
                "level",
                Greatest("queued_at", "scheduled_at"),
                condition=Q(status="queued"),
                name="jobs_by_wait",
            ),
            models.Index(fields=["rescore_at"], condition=Q(status="queued"), name="jobs_to_rescore"),
            models.Index(fields=["owner"], condition=Q(status="running"), name="jobs_running"),
            models.Index(fields=["completed_at"], name="jobs_by_end"),
            models.Index(fields=["status"], name="jobs_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.funnel.name} ({self.blueprint})"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_JOB

    @property
    def in_line_since(self) -> datetime:
        """When it came in line, or will where it is put off: what waits is counted from here."""
        return max(self.queued_at, self.scheduled_at) if self.scheduled_at else self.queued_at

    @property
    def is_put_off(self) -> bool:
        """Whether it is queued and not in line: its time has not come."""
        return self.is_put_off_at(timezone.now())

    def is_put_off_at(self, moment: datetime) -> bool:
        """As `is_put_off`, for who asks more than once: between two readings of a clock its time may come."""
        is_later = self.scheduled_at is not None and self.scheduled_at > moment
        return is_later and self.status == JobStatus.QUEUED

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether it failed by an incident, and is resumed when that is over."""
        return self.status == JobStatus.FAILED and self.incident_id is not None

    @property
    def brief_changed(self) -> bool:
        """Whether the funnel has been edited since this job took its snapshot."""
        return (self.brief, self.language) != (self.funnel.brief, self.funnel.language)


class IdempotencyKey(models.Model):
    """A start that was asked for under a client's key; the same key answers with the same job, or batch.

    It outlives what was started, and keeps that from being started again: then it has neither.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    job = models.ForeignKey(GenerationJob, models.SET_NULL, null=True)
    batch = models.ForeignKey(GenerationBatch, models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        db_table = "idempotency_keys"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_job_per_idempotency_key")]

    def __str__(self) -> str:
        return self.key
