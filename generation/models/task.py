"""The task: one step of one job."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from generation.models.job import GenerationJob
from generation.states import Role, TaskStatus


class GenerationTask(models.Model):
    """One step of one job. Rows for all tasks exist from the moment the job is started.

    `attempt_count` counts the attempts of the current `round`; a resume or Try Again opens a new round.
    `lease_token` is the right to finish it, held by `worker` until `lease_expires_at`; its attempt must end
    by `deadline_at`. `kept` holds the sections that passed in failed attempts, `complaints` what was wrong
    with the last one. Its message was last sent at `sent_at`, in the job's epoch `sent_epoch`. `hold` names
    what keeps it from being claimed although it is its turn, and `hold_message` says it: since `held_since`
    and, where that is known, until `hold_until`; `held_by` names the provider whose incident it is, or the
    writer whose gate. `writer_rank` counts the writers it has turned from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(GenerationJob, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=100, blank=True, default="")
    lane = models.CharField(max_length=100, blank=True, default="")
    product = models.CharField(max_length=100, blank=True, default="")
    needs = ArrayField(models.CharField(max_length=100), default=list)

    status = models.CharField(max_length=12, default=TaskStatus.PENDING)
    stage = models.CharField(max_length=50, blank=True, default="")
    stages_done = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    loss_count = models.PositiveSmallIntegerField(default=0)
    sent_epoch = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    lease_token = models.UUIDField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=200, blank=True, default="")
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    hold = models.CharField(max_length=50, blank=True, default="")
    held_since = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    hold_message = models.CharField(max_length=300, blank=True, default="")
    held_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    role = models.CharField(max_length=20, default=Role.WRITER.value, db_default=Role.WRITER.value)
    writer_rank = models.PositiveSmallIntegerField(default=0)

    started_at = models.DateTimeField(null=True, blank=True)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    words = models.PositiveIntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=50, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    error_retryable = models.BooleanField(default=True)
    kept = models.JSONField(default=list)
    complaints = models.JSONField(default=list)
    note = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "generation_tasks"
        verbose_name = "task"
        ordering = ["job", "position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="one_task_per_key"),
            models.UniqueConstraint(fields=["job", "position"], name="one_task_per_position"),
            models.CheckConstraint(condition=Q(status__in=list(TaskStatus)), name="task_status_known"),
            models.CheckConstraint(
                condition=Q(lease_token__isnull=False, status="in_progress")
                | (Q(lease_token__isnull=True) & ~Q(status="in_progress")),
                name="a_lease_goes_with_in_progress",
            ),
            models.CheckConstraint(
                condition=Q(next_attempt_at__isnull=False) | ~Q(status="waiting"),
                name="waiting_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(hold="") | Q(status__in=["pending", "waiting"], held_since__isnull=False),
                name="a_hold_goes_before_a_claim",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_expires_at"], condition=Q(status="in_progress"), name="tasks_by_lease"
            ),
            models.Index(fields=["hold"], condition=~Q(hold=""), name="tasks_on_hold"),
            models.Index(fields=["lease_token"], condition=Q(status="in_progress"), name="tasks_by_token"),
        ]

    def __str__(self) -> str:
        return self.name
