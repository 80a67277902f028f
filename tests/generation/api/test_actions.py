"""`actions` says the truth: what it names is done, what it does not name is refused."""

from collections.abc import Callable

import pytest
from django.db import transaction

from generation.app_settings import (
    DAILY_JOB_LIMIT,
    GENERATION_ENABLED,
    GENERATION_ENABLED_FOR,
    HIGH_PRIORITY_FOR,
    PRIORITY_BOOST,
)
from generation.engine.allowances.ledger import grant
from generation.models import CreditAccount, GenerationJob
from settings_app import store
from tests.support.job_states import STATES, cancelled, failed, finished, in_line, running, waiting

LIMITS = {
    "off": {GENERATION_ENABLED.key: False},
    "not_for_ana": {GENERATION_ENABLED_FOR.key: "staff"},
    "high_for_others": {HIGH_PRIORITY_FOR.key: "staff"},
    "no_boost": {PRIORITY_BOOST.key: False},
    "one_run_a_day": {DAILY_JOB_LIMIT.key: 1},
}
"""Settings that refuse an owner something which the state of their job allows."""


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_is_named_is_done_and_what_is_not_is_refused(api, funnel, state):
    job = state.bring(funnel)
    named = api.get(f"/api/jobs/{job.pk}/").json()["actions"]

    every_task = list(job.tasks.values_list("key", flat=True))
    done = {action for action, ask in asks(api, job, every_task).items() if accepted(ask)}

    assert set(named) == done
    assert named == state.actions.split()


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("bring", [in_line, waiting, failed, finished], ids=lambda bring: bring.__name__)
@pytest.mark.parametrize("caller", ["api", "operator"])
def test_it_says_the_truth_whatever_its_owner_may_do(request, funnel, bring, limit, caller):
    client, job = request.getfixturevalue(caller), bring(funnel)
    store.save(LIMITS[limit], None)

    assert_true(client, job)


@pytest.mark.parametrize(
    ("bring", "left"),
    [
        *((bring, left) for bring in (failed, cancelled, finished) for left in (0, 12, 13, 14)),
        *((running, left) for left in (0, 1)),
        (waiting, 0),
    ],
)
def test_it_says_the_truth_however_many_credits_are_left(api, ana, funnel, bring, left):
    job = bring(funnel)
    leave(ana, left)

    assert_true(api, job)


def assert_true(api, job: GenerationJob) -> None:
    """Hold what is named to what is accepted, asking for one task of each status."""
    named = api.get(f"/api/jobs/{job.pk}/").json()["actions"]
    of_each = {task.status: task.key for task in job.tasks.order_by("-position")}
    assert set(named) == {
        action for action, ask in asks(api, job, list(of_each.values())).items() if accepted(ask)
    }


def leave(owner, number: int) -> None:
    grant(owner, number - CreditAccount.objects.get(pk=owner.pk).balance, note="", by=None)


def asks(api, job: GenerationJob, tasks: list[str]) -> dict[str, list[Callable]]:
    """Return, for each action, the requests of which one must be accepted for it to be possible."""
    here = f"/api/jobs/{job.pk}"
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
    assert set(answers) <= {200, 202, 403, 409}, answers
    return any(status < 300 for status in answers)
