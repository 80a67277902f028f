"""What happened: the events of a job, and the signs of life of Galley's processes."""

from datetime import timedelta

from django.db import models

from generation.models.job import GenerationJob

SILENT_AFTER = timedelta(seconds=20)
"""A process without a sign of life for so long counts as gone; it gives one every five seconds."""


class JobEvent(models.Model):
    """One move of a job or of one of its tasks. `seq` is handed out under the job's lock, without gaps."""

    job = models.ForeignKey(GenerationJob, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=50)
    task_key = models.CharField(max_length=100, blank=True, default="")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "job_events"
        verbose_name = "event"
        ordering = ["job", "seq"]
        constraints = [models.UniqueConstraint(fields=["job", "seq"], name="one_event_per_seq")]

    def __str__(self) -> str:
        return self.kind


class ProcessBeat(models.Model):
    """The last sign of life of a worker or reconciler process; `holding` counts the leases it holds."""

    name = models.CharField(max_length=200, primary_key=True)
    kind = models.CharField(max_length=20)
    holding = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "process_beats"
        verbose_name = "process"
        verbose_name_plural = "processes"

    def __str__(self) -> str:
        return self.name
