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
from generation.web.which import THE_OWN, Content, Which, address_of, where_it_is_started, which_of
from settings_app import store

HAS_A_RUN = "This funnel has a run already, the one you see here. No other was started."


@require_POST
def generate(request: HttpRequest, funnel_id: UUID) -> HttpResponse:
    """Start a run of the funnel's own; however often it is asked for, from however many tabs, there is one.

    It is offered only where no run is on record: who asks beside one that has ended is on a page from before.
    """
    funnel = find_funnel(request, funnel_id, to_change=OPERATE)
    last = last_job(funnel)
    if last and not last.is_open:
        messages.info(request, HAS_A_RUN)
        return _to_run(funnel.pk, last)
    return begin(request, funnel.pk, partial(jobs.start_job, funnel), says="Generation started.")


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    says = "Cancelled. Finished parts are kept."
    act(request, partial(jobs.cancel_job, job), says=says)
    return _to_run(job.funnel_id, job)


@require_POST
def resume(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = find_job(request, job_id)
    says = "Resumed. Finished parts are kept."
    act(request, partial(jobs.resume_job, job), says=says)
    return _to_run(job.funnel_id, job)


@require_POST
def reset(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Write everything again, from the brief as it is now and the inputs of before.

    Not during a run, nor after one that the page had not seen, by the epoch it sends along: whoever asks
    pressed twice, or on an old page.
    """
    job = find_job(request, job_id)
    verb = partial(jobs.reset_job, job, seen_epoch=_seen(request))
    did = "Regenerating all parts" if job.status == JobStatus.COMPLETED else "Started over"
    says = f"{did}. Earlier versions are kept."
    return begin(request, job.funnel_id, verb, which=which_of(job), says=says)


@require_POST
def prioritise(request: HttpRequest, job_id: UUID, priority: str) -> HttpResponse:
    """Raise or lower a run in line to this priority, as its owner, where that is theirs to do at present."""
    job = find_job(request, job_id)
    asker = viewer_of(person(request))
    if not may_prioritise(store.read_all(), asker):
        messages.error(request, "Priorities are changed by administrators, at present.")
        return _to_run(job.funnel_id, job)
    change = partial(jobs.set_priority, job, Priority(priority), as_operator=asker.operates)
    act(request, change, says=f"It has {priority} priority now.")
    return _to_run(job.funnel_id, job)


@require_POST
def retry(request: HttpRequest, job_id: UUID, key: str) -> HttpResponse:
    task = find_task(request, job_id, key)
    says = f"{task.name} is tried again."
    act(request, partial(rework.retry_task, task), says=says)
    return _to_run(task.job.funnel_id, task.job)


def _seen(request: HttpRequest) -> int:
    """Return the epoch in which the page saw the run; one that no run is ever in, where it does not say."""
    match = re.fullmatch(r"[0-9]{1,9}", request.POST.get("seen", ""))
    return int(match[0]) if match else -1


def begin(
    request: HttpRequest,
    funnel_id: UUID,
    verb: Callable[[], object],
    *,
    says: str,
    which: Which = THE_OWN,
) -> HttpResponse:
    """Do it and lead to the run; where something is missing for it, to where that is told."""
    with refusals_as_messages(request):
        try:
            verb()
        except JobOpenError:
            messages.info(request, f"This {which.noun} is being generated already.")
        except InvalidRequestError as error:
            return _to_what_is_missing(request, funnel_id, which, error)
        else:
            messages.success(request, says)
    return _to_run(funnel_id, which)


def _to_what_is_missing(
    request: HttpRequest, funnel_id: UUID, which: Which, error: InvalidRequestError
) -> HttpResponse:
    """Say the first of what is wrong and lead to its form: the brief's, or the one of the inputs."""
    path, sentence = next(iter(error.problems.items()))
    if path.startswith("inputs"):
        messages.warning(request, sentence)
        return redirect(where_it_is_started(funnel_id, which))
    messages.warning(request, f"The brief is not complete yet. {sentence}")
    return redirect(check_of_brief(funnel_id))


def _to_run(funnel_id: UUID, content: Content) -> HttpResponse:
    return redirect(address_of("run", funnel_id, content))
