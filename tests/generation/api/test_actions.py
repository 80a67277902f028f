"""`actions` says the truth: what it names is done, what it does not name is refused."""

from collections.abc import Callable

import pytest
from django.db import transaction

from generation.models import GenerationJob
from tests.support.job_states import STATES


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_is_named_is_done_and_what_is_not_is_refused(api, funnel, state):
    job = state.bring(funnel)
    named = api.get(f"/api/jobs/{job.pk}/").json()["actions"]

    done = {action for action, ask in asks(api, job).items() if accepted(ask)}

    assert set(named) == done
    assert named == state.actions.split()


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
