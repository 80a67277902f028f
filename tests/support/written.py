"""A funnel whose parts the demo writer has written, stored as the engine stores them."""

from generation.blueprints import get_blueprint
from generation.engine.running.outcomes import complete_task
from generation.models import Funnel, GenerationJob
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.demo_funnel import write_funnel
from tests.support.jobs import FACTS, begin, start_running


def write_parts(funnel: Funnel, *, parts: int = 14) -> GenerationJob:
    """Start a job that runs, and complete its first tasks with what the demo writer says of the brief."""
    job = start_running(funnel)
    for position, sections in enumerate(write_funnel(funnel.brief).values(), start=1):
        if position <= parts:
            complete(job, position, sections)
    job.refresh_from_db()
    return job


def complete(job: GenerationJob, position: int, sections: tuple[FinishedSection, ...]) -> None:
    """Complete the job's task at that position with these sections."""
    claim = begin(job, position)
    blueprint = get_blueprint(job.blueprint)
    draft = Draft(
        blueprint=blueprint,
        task=blueprint.task(claim.task_key, job.inputs),
        brief=job.brief,
        language=job.language,
        sections=sections,
    )
    complete_task(claim, draft, FACTS)
