"""The rows: what PostgreSQL knows, and in `moves` and `claims` the only code that changes a status."""

from generation.models.attempt import TaskAttempt
from generation.models.event import SILENT_AFTER, JobEvent, ProcessBeat
from generation.models.export import ExportFile
from generation.models.funnel import Funnel
from generation.models.job import GenerationJob, IdempotencyKey
from generation.models.person import BriefTemplate, EndingNotice, JobRating, NamedToken, Preferences
from generation.models.section import Revision, Section, current_revisions, shown_content
from generation.models.task import GenerationTask

__all__ = [
    "SILENT_AFTER",
    "BriefTemplate",
    "EndingNotice",
    "ExportFile",
    "Funnel",
    "GenerationJob",
    "GenerationTask",
    "IdempotencyKey",
    "JobEvent",
    "JobRating",
    "NamedToken",
    "Preferences",
    "ProcessBeat",
    "Revision",
    "Section",
    "TaskAttempt",
    "current_revisions",
    "shown_content",
]
