"""Endings: what is told when a run of a job has ended, written with the ending itself."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from generation.blueprints.called import content_query
from generation.engine.outbox.batch_endings import tell_end_of_batch
from generation.engine.outbox.news import News, write_news
from generation.models import GenerationJob
from generation.models.moves import LockedJob
from generation.states import About, JobStatus, TaskStatus

_ABOUT = {JobStatus.COMPLETED: About.COMPLETED, JobStatus.FAILED: About.FAILED}


def tell_ending(locked: LockedJob) -> None:
    """Write down whom to tell how the job has just ended, in the transaction that ends it.

    A cancel is told to nobody: who cancelled knows. Nor is it told that a provider let nobody in: the job
    goes on by itself when that is over. Of a batch people are told at its end, by one letter.
    """
    job = locked.job
    news = None if job.goes_on_by_itself else _news(locked)
    if job.batch_id is None:
        if news:
            write_news(news, now=locked.now)
        return
    if news:
        write_news(news, now=locked.now, by_mail=False)
    locked.at_the_end(partial(tell_end_of_batch, job.batch_id, news, now=locked.now))


def _news(locked: LockedJob) -> News | None:
    """Return what is told of a job that has ended; None where it is nothing."""
    about = _ABOUT.get(JobStatus(locked.job.status))
    if about is None:
        return None
    return News(
        owner_id=locked.job.owner_id,
        about=about,
        facts=_facts(locked),
        is_good=about is About.COMPLETED,
        is_bad=about is About.FAILED,
        job=locked.job,
    )


def _facts(locked: LockedJob) -> dict[str, Any]:
    job, tasks = locked.job, locked.tasks
    completed = sum(task.status == TaskStatus.COMPLETED for task in tasks)
    return {
        "job": str(job.pk),
        "funnel": str(job.funnel_id),
        "blueprint": job.blueprint,
        "subject": job.subject,
        "status": job.status,
        "run": job.run,
        "progress": {"completed": completed, "total": len(tasks)},
        "error": _error(job),
        "url": _address(job),
    }


def _address(job: GenerationJob) -> str:
    """Return where it is looked at; that leads to the page of its run."""
    query = urlencode(content_query(job.blueprint, job.subject))
    return f"{settings.ENV.public_url}/funnels/{job.funnel_id}/{'?' if query else ''}{query}"


def _error(job: GenerationJob) -> dict[str, str] | None:
    return {"code": job.error_code, "message": job.error_message} if job.error_code else None
