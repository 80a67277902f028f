"""The attempt: one try of a task."""

from django.db import models
from django.utils.text import capfirst

from generation.models.task import GenerationTask
from generation.providers import spec_of
from generation.states import AttemptOutcome


class TaskAttempt(models.Model):
    """One try of a task. A try lost with its worker is run again under the same number.

    `stages` lists name, outcome and seconds of each stage it passed; `settings` the settings it went by;
    `retry_seconds` the wait that was decided after it. `detail` is for operators alone. `counted_micro_usd`
    is what of its cost a month has for good: once it is run again, only what comes on top is still to count.
    """

    task = models.ForeignKey(GenerationTask, models.CASCADE, related_name="attempts")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, default=AttemptOutcome.RUNNING)
    worker = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    stages = models.JSONField(default=list)
    settings = models.JSONField(default=dict)

    provider = models.CharField(max_length=50, blank=True, default="")
    model = models.CharField(max_length=100, blank=True, default="")
    request_id = models.CharField(max_length=200, blank=True, default="")
    provider_calls = models.PositiveSmallIntegerField(default=0)
    input_tokens = models.PositiveIntegerField(default=0)
    cached_input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost_micro_usd = models.PositiveBigIntegerField(default=0)
    counted_micro_usd = models.PositiveBigIntegerField(db_default=0)

    error_code = models.CharField(max_length=50, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    error_retryable = models.BooleanField(default=True)
    detail = models.TextField(blank=True, default="")
    violations = models.JSONField(default=list)
    retry_seconds = models.FloatField(null=True, blank=True)

    class Meta:
        db_table = "task_attempts"
        verbose_name = "attempt"
        ordering = ["task", "round", "number"]
        indexes = [models.Index(fields=["started_at"], name="attempts_by_start")]
        constraints = [
            models.UniqueConstraint(fields=["task", "round", "number"], name="one_attempt_per_number"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(AttemptOutcome)), name="outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}"

    @property
    def written_by(self) -> str:
        """What people call who wrote, at the beginning of a line."""
        spec = spec_of(self.provider)
        return (self.model if spec.has_other_models else "") or capfirst(spec.title)
