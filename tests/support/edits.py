"""Sections as a person leaves them: edited, beside a new text, and with a long history."""

from datetime import timedelta

from django.utils import timezone

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import reset_job
from generation.models import GenerationJob, Revision, Section
from tests.support.jobs import write


def save(section: Section, body: str, **changes: object) -> Section:
    """Edit the section as its owner does, over the version it is at; return it as it is then."""
    section.refresh_from_db()
    edit = SectionEdit(body=body, **changes)  # type: ignore[arg-type]
    return edit_section(section.pk, edit, author=section.funnel.owner, version=section.version)


def written_anew(job: GenerationJob, body: str = "A newer text.") -> Section:
    """Run the job's first task once more and return its section."""
    job.refresh_from_db()
    reset_job(job)
    admit_jobs()
    job.refresh_from_db()
    return write(job, 1, body)


def date_back(section: Section, number: int, *, minutes: float) -> None:
    """Have the revision written so long ago."""
    then = timezone.now() - timedelta(minutes=minutes)
    Revision.objects.filter(section=section, number=number).update(created_at=then)


def texts(section: Section) -> list[str]:
    """Return every text of the section, the oldest first."""
    return list(section.revisions.order_by("number").values_list("body", flat=True))
