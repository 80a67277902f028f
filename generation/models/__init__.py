"""The rows: what PostgreSQL knows; only `moves`, `claims` and `completions` among them change a status."""

from generation.models.attempt import TaskAttempt
from generation.models.audit import AuditEntry
from generation.models.batch import GenerationBatch
from generation.models.credit import CreditAccount, CreditEntry
from generation.models.delivery import Delivery, Webhook
from generation.models.event import SILENT_AFTER, JobEvent, ProcessBeat
from generation.models.export import ExportFile
from generation.models.funnel import Funnel
from generation.models.incident import IncidentNotice, ProviderIncident
from generation.models.job import GenerationJob, IdempotencyKey
from generation.models.person import BriefTemplate, EndingNotice, JobRating, NamedToken, Preferences
from generation.models.picture import StoredPicture
from generation.models.section import Revision, Section, current_revisions, shown_content
from generation.models.sentence import SentencePrint
from generation.models.spending import MonthSpending
from generation.models.task import GenerationTask

__all__ = [
    "SILENT_AFTER",
    "AuditEntry",
    "BriefTemplate",
    "CreditAccount",
    "CreditEntry",
    "Delivery",
    "EndingNotice",
    "ExportFile",
    "Funnel",
    "GenerationBatch",
    "GenerationJob",
    "GenerationTask",
    "IdempotencyKey",
    "IncidentNotice",
    "JobEvent",
    "JobRating",
    "MonthSpending",
    "NamedToken",
    "Preferences",
    "ProcessBeat",
    "ProviderIncident",
    "Revision",
    "Section",
    "SentencePrint",
    "StoredPicture",
    "TaskAttempt",
    "Webhook",
    "current_revisions",
    "shown_content",
]
