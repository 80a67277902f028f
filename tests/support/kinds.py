"""Content of other kinds than a funnel's own, brought to where a test needs it without a worker."""

from typing import Any

from generation.blueprints import get_blueprint
from generation.blueprints.base import SectionSpec
from generation.engine.running.outcomes import complete_task
from generation.models import Funnel, GenerationJob, Section
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.jobs import FACTS, begin, start_running

LAUNCH: dict[str, Any] = {
    "event": "Spring event",
    "registration_url": "https://example.com/register",
    "watch_url": "https://example.com/watch",
}
LAUNCH_TASKS = 7
THREE_DOCUMENTS: dict[str, Any] = {"documents": ["company_profile", "value_proposition", "faq"]}

DECK = 3
"""The place of a launch's slides among its tasks."""


def start_launch(funnel: Funnel, **changes: Any) -> GenerationJob:
    """Start a launch that runs, called "Spring event" unless told otherwise."""
    return start_running(funnel, blueprint="launch", inputs=LAUNCH | changes)


def start_documents(funnel: Funnel, **changes: Any) -> GenerationJob:
    """Start a run of three documents, of no project unless told."""
    return start_running(funnel, blueprint="documents", inputs=THREE_DOCUMENTS | changes)


def piece(key: str = "piece", kind: str = "prose", body: str = "A text.", **fields: Any) -> FinishedSection:
    """Return a finished section of this kind, with these of its named lines."""
    title = key.replace("_", " ").capitalize()
    spec = SectionSpec(key=key, kind=kind, title=title, min_words=0, max_words=1000)
    return FinishedSection(spec=spec, position=1, body=body, fields=fields, words=len(body.split()))


def slide(number: int) -> FinishedSection:
    """Return one of a presentation, which has no points of its own."""
    return piece(f"slide_{number}", "slide", "", title=f"Point {number}", notes=f"Say {number}.")


def write_pieces(job: GenerationJob, position: int, *pieces: FinishedSection) -> list[Section]:
    """Complete the task at that position with these sections, and return them."""
    claim, blueprint = begin(job, position), get_blueprint(job.blueprint)
    draft = Draft(
        blueprint=blueprint,
        task=blueprint.task(claim.task_key, job.inputs),
        brief=job.brief,
        language=job.language,
        sections=pieces,
    )
    complete_task(claim, draft, FACTS)
    stored = Section.objects.filter(funnel=job.funnel_id, blueprint=job.blueprint, subject=job.subject)
    return list(stored.filter(task_key=claim.task_key).order_by("position", "key"))
