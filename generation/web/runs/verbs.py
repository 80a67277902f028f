"""What a person does on the run page. Each leads back to it, with what came of it as a message."""

import re
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from generation.engine.content.last_job import last_job
from generation.engine.standing.reach import OPERATE, may_prioritise, viewer_of
from generation.engine.verbs import jobs, rework
from generation.errors import InvalidRequestError, JobOpenError
from generation.states import JobStatus, Priority
from generation.web.access import find_funnel, find_job, find_task, person
from generation.web.failures import act, refusals_as_messages
from generation.web.runs.ways import check_of_brief
from settings_app import store

HAS_A_RUN = "This funnel has a run already, the one you see here. No other was started."


@require_POST
def generate(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Start a run; however often it is asked for, and from however many tabs, there is one.

    It is offered only where no run is on record: who asks beside one that has ended is on a page from before.
    """
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    last = last_job(funnel)
    if last and not last.is_open:
        messages.info(request, HAS_A_RUN)
        return _to_run(funnel.pk)
    return begin(request, funnel.pk, partial(jobs.start_job, funnel), says="Generation started.")


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    says = "Cancelled. Finished parts are kept."
    act(request, partial(jobs.cancel_job, job), says=says)
    return _to_run(job.funnel_id)


@require_POST
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    says = "Resumed. Finished parts are kept."
    act(request, partial(jobs.resume_job, job), says=says)
    return _to_run(job.funnel_id)


@require_POST
def reset(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Write everything again, from the brief as it is now.

    Not during a run, nor after one that the page had not seen, by the epoch it sends along: whoever asks
    pressed twice, or on an old page.
    """
    job = find_job(request, job_id)
    verb = partial(jobs.reset_job, job, seen_epoch=_seen(request))
    did = "Regenerating all parts" if job.status == JobStatus.COMPLETED else "Started over"
    return begin(request, job.funnel_id, verb, says=f"{did}. Earlier versions are kept.")


@require_POST
def prioritise(request: HttpRequest, job_id: UUID, priority: str) -> HttpResponse:
    """Raise or lower a run in line to this priority, as its owner, where that is theirs to do at present."""
    job = find_job(request, job_id)
    asker = viewer_of(person(request))
    if not may_prioritise(store.read_all(), asker):
        messages.error(request, "Priorities are changed by administrators, at present.")
        return _to_run(job.funnel_id)
    change = partial(jobs.set_priority, job, Priority(priority), as_operator=asker.operates)
    act(request, change, says=f"It has {priority} priority now.")
    return _to_run(job.funnel_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID, key: str) -> HttpResponse:
    task = find_task(request, job_id, key)
    says = f"{task.name} is tried again."
    act(request, partial(rework.retry_task, task), says=says)
    return _to_run(task.job.funnel_id)


def _seen(request: HttpRequest) -> int:
    """Return the epoch in which the page saw the run; one that no run is ever in, where it does not say."""
    match = re.fullmatch(r"[0-9]{1,9}", request.POST.get("seen", ""))
    return int(match[0]) if match else -1


def begin(request: HttpRequest, funnel_id: UUID, verb: Callable[[], object], *, says: str) -> HttpResponse:
    """Do it and lead to the run; where the brief is not enough for it, to where that is checked."""
    with refusals_as_messages(request):
        try:
            verb()
        except JobOpenError:
            messages.info(request, "This funnel is being generated already.")
        except InvalidRequestError as error:
            first = next(iter(error.problems.values()))
            messages.warning(request, f"The brief is not complete yet. {first}")
            return redirect(check_of_brief(funnel_id))
        else:
            messages.success(request, says)
    return _to_run(funnel_id)


def _to_run(funnel_id: UUID) -> HttpResponse:
    return redirect("run", funnel_id=funnel_id)
