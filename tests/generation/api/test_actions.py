"""`actions` says the truth: what it names is done, what it does not name is refused."""

from collections.abc import Callable

import pytest
from django.db import transaction

from generation.engine.dispatch import admit_jobs
from generation.engine.jobs import cancel_job, start_job
from generation.engine.rework import regenerate_task
from generation.models import Funnel, GenerationJob
from tests.support.jobs import begin, fail, start_running, write


def queued(funnel: Funnel) -> GenerationJob:
    return start_job(funnel)


def running(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    begin(job, 1)
    return job


def waiting(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    fail(job, 1, retryable=True)
    return job


def failed(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2)
    return job


def cancelled(funnel: Funnel) -> GenerationJob:
    return cancel_job(start_running(funnel))


def completed(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    for position in range(1, 15):
        write(job, position)
    return job


def failed_with_another_open(funnel: Funnel) -> GenerationJob:
    job = failed(funnel)
    start_job(funnel)
    return job


def in_line_for_one_task(funnel: Funnel) -> GenerationJob:
    """Another task of it has failed."""
    job = failed(funnel)
    regenerate_task(job.tasks.get(position=1))
    return job


def running_for_one_task(funnel: Funnel) -> GenerationJob:
    """Another task of it has failed."""
    job = in_line_for_one_task(funnel)
    admit_jobs()
    return job


WAYS: tuple[Callable[[Funnel], GenerationJob], ...] = (
    queued,
    running,
    waiting,
    failed,
    cancelled,
    completed,
    failed_with_another_open,
    in_line_for_one_task,
    running_for_one_task,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_named_is_done_and_what_is_not_is_refused(api, funnel, way):
    job = way(funnel)
    named = set(api.get(f"/api/jobs/{job.pk}/").json()["actions"])

    done = {action for action, ask in asks(api, job).items() if accepted(ask)}

    assert named == done


def asks(api, job: GenerationJob) -> dict[str, list[Callable]]:
    """Return, for each action, the requests of which one must be accepted for it to be possible."""
    here, tasks = f"/api/jobs/{job.pk}", list(job.tasks.values_list("key", flat=True))
    priority = {"low": 0, "normal": 1, "high": 2}

    def ask(address: str) -> Callable:
        return lambda: api.post(f"{here}/{address}/")

    def change_to(word: str) -> Callable:
        return lambda: api.patch(f"{here}/", {"priority": word})

    return {
        "cancel": [ask("cancel")],
        "resume": [ask("resume")],
        "reset": [ask("reset")],
        "retry": [ask(f"tasks/{key}/retry") for key in tasks],
        "regenerate": [ask(f"tasks/{key}/regenerate") for key in tasks],
        "raise": [change_to(word) for word in priority if priority[word] > priority[job.priority]],
        "lower": [change_to(word) for word in priority if priority[word] < priority[job.priority]],
    }


def accepted(requests: list[Callable]) -> bool:
    """Whether one of the requests is answered with success; each is undone."""
    answers = []
    for request in requests:
        with transaction.atomic():
            answers.append(request().status_code)
            transaction.set_rollback(True)
    assert set(answers) <= {200, 202, 409}, answers
    return any(status < 300 for status in answers)
