"""What the report on a job is made from, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.durations import duration_in_words
from generation.engine.gate.barriers import INCIDENT, incident_that_holds
from generation.engine.standing.jobs import JobStanding, standing
from generation.engine.standing.reach import OPERATOR
from generation.models import SILENT_AFTER, GenerationJob, GenerationTask, ProcessBeat, ProviderIncident
from generation.states import JobStatus
from settings_app import store


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A job, the processes that should be working on it, and how full the house is.

    `incident` is the one that made the job fail, or holds a task of it.
    """

    now: datetime
    standing: JobStanding
    beats: Sequence[ProcessBeat]
    incident: ProviderIncident | None
    running_jobs: int
    slots: int

    @property
    def job(self) -> GenerationJob:
        return self.standing.job

    @property
    def tasks(self) -> list[GenerationTask]:
        return [entry.task for entry in self.standing.tasks]

    @property
    def live_workers(self) -> list[ProcessBeat]:
        return [beat for beat in self.beats if beat.kind == "worker" and not self.is_silent(beat)]

    @property
    def reconciler(self) -> ProcessBeat | None:
        """The reconciler that beat last, however long ago; None where none ever has."""
        beats = [beat for beat in self.beats if beat.kind == "reconciler"]
        return max(beats, key=lambda beat: beat.at, default=None)

    def beat_of(self, name: str) -> ProcessBeat | None:
        return next((beat for beat in self.beats if beat.name == name), None)

    def is_silent(self, beat: ProcessBeat) -> bool:
        return self.now - beat.at > SILENT_AFTER

    def ago(self, moment: datetime) -> str:
        """Return how far the moment lies from now: "2 min 5 s ago", "in 10 s"."""
        distance = duration_in_words(round(abs(self.now - moment).total_seconds()))
        return f"{distance} ago" if moment <= self.now else f"in {distance}"

    def when(self, moment: datetime) -> str:
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC ({self.ago(moment)})"


def gather_facts(job: GenerationJob) -> Facts:
    stands = standing(job, viewer=OPERATOR)
    return Facts(
        now=timezone.now(),
        standing=stands,
        beats=list(ProcessBeat.objects.all()),
        incident=_incident_of(stands),
        running_jobs=GenerationJob.objects.filter(status=JobStatus.RUNNING).count(),
        slots=store.get(MAX_CONCURRENT_JOBS),
    )


def _incident_of(stands: JobStanding) -> ProviderIncident | None:
    if stands.job.goes_on_by_itself:
        return stands.job.incident
    held = next((entry.task for entry in stands.tasks if entry.task.hold == INCIDENT), None)
    return incident_that_holds(held) if held else None
