"""What a person does on the run page. Each leads back to it, with what came of it as a message."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from generation.engine import jobs, rework
from generation.engine.reach import OPERATE
from generation.errors import InvalidRequestError, JobOpenError
from generation.models import GenerationTask
from generation.web.access import find_funnel, find_job, find_task
from generation.web.failures import refusals_as_messages
from generation.web.runs.ways import check_of_brief


@require_POST
def generate(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Start a run; however often it is asked for, and from however many tabs, there is one."""
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    with refusals_as_messages(request):
        try:
            jobs.start_job(funnel)
        except JobOpenError:
            messages.info(request, "This funnel is being generated already.")
        except InvalidRequestError as error:
            return _to_the_brief(request, funnel.pk, error)
        else:
            messages.success(request, "Generation started.")
    return _to_the_run(funnel.pk)


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    with refusals_as_messages(request):
        jobs.cancel_job(job)
        messages.success(request, "Cancelled. Finished parts are kept.")
    return _to_the_run(job.funnel_id)


@require_POST
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    with refusals_as_messages(request):
        jobs.resume_job(job)
        messages.success(request, "Resumed. Finished parts are kept.")
    return _to_the_run(job.funnel_id)


@require_POST
def reset(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Write everything anew, from the brief as it is now.

    Not during a run: the page offers it only afterwards, so whoever asks pressed twice, or on an old page.
    """
    job = find_job(request, job_id)
    with refusals_as_messages(request):
        try:
            jobs.reset_job(job, seen_epoch=job.epoch)
        except InvalidRequestError as error:
            return _to_the_brief(request, job.funnel_id, error)
        messages.success(request, "Generation started anew. Earlier versions are kept.")
    return _to_the_run(job.funnel_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID, key: str) -> HttpResponse:
    task = find_task(request, job_id, key)
    with refusals_as_messages(request):
        rework.retry_task(task)
        messages.success(request, f"{task.name} is tried again.")
    return _to_the_run(_funnel_of(task))


@require_POST
def regenerate(request: HttpRequest, job_id: UUID, key: str) -> HttpResponse:
    """Write one part anew; `note` says what should be different."""
    task = find_task(request, job_id, key)
    with refusals_as_messages(request):
        rework.regenerate_task(task, note=request.POST.get("note", "").strip())
        messages.success(request, f"{task.name} is written anew. Its earlier versions are kept.")
    return _to_the_run(_funnel_of(task))


def _to_the_brief(request: HttpRequest, funnel_id: UUID, error: InvalidRequestError) -> HttpResponse:
    """Lead to where the brief is checked; the first thing that is missing is said at once."""
    first = next(iter(error.problems.values()))
    messages.warning(request, f"The brief is not complete yet. {first}")
    return redirect(check_of_brief(funnel_id))


def _to_the_run(funnel_id: UUID) -> HttpResponse:
    return redirect("run", funnel_id=funnel_id)


def _funnel_of(task: GenerationTask) -> UUID:
    return task.job.funnel_id
