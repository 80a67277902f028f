"""One person's runs begin and end at the same moment: nobody waits for ever, and no credit is spent twice."""

from contextlib import AbstractContextManager
from functools import partial

import pytest

from generation.app_settings import DAILY_JOB_LIMIT, MAX_CONCURRENT_JOBS, STARTING_CREDITS
from generation.blueprints import get_blueprint
from generation.engine.allowances import ledger
from generation.engine.batches.outcome import Outcome
from generation.engine.batches.verbs import cancel_batch, resume_batch
from generation.engine.verbs.briefs import held_funnel
from generation.engine.verbs.deletion import delete_owners
from generation.engine.verbs.jobs import cancel_job, reset_job, start_job
from generation.engine.verbs.new_jobs import StartOptions, job_for, tasks_of
from generation.errors import JobOpenError, NotAllowedError
from generation.models import CreditAccount, CreditEntry, Funnel, GenerationJob
from generation.models.moves import LockedJob, new_job
from settings_app import store
from tests.support.batches import make_batch
from tests.support.credits import assert_accounts_add_up
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, finish, start_running, write
from tests.support.locks import behind_us
from tests.support.threads import all_at_once

PARTS = 14


@pytest.fixture(autouse=True)
def _no_deadlock(transactional_db, servers):
    store.save({MAX_CONCURRENT_JOBS.key: 100}, changed_by=None)
    before = servers.postgres.log.count("deadlock detected")
    yield
    assert servers.postgres.log.count("deadlock detected") == before
    assert_accounts_add_up()


def refusals(outcomes: list[object]) -> list[str]:
    """Return the codes of the refusals; anything else that was raised is a failure."""
    assert not [
        it for it in outcomes if isinstance(it, BaseException) and not isinstance(it, NotAllowedError)
    ]
    return [it.code for it in outcomes if isinstance(it, NotAllowedError)]


def test_of_many_starts_as_many_begin_as_there_are_credits_for():
    store.save({STARTING_CREDITS.key: 3 * PARTS + 5}, changed_by=None)
    owner = make_user()
    funnels = [make_funnel(owner) for _ in range(12)]

    outcomes = all_at_once([partial(start_job, funnel) for funnel in funnels])

    assert refusals(outcomes) == ["no_credits"] * 9
    assert GenerationJob.objects.count() == 3
    assert CreditAccount.objects.get().balance == 5
    assert CreditEntry.objects.filter(kind="grant").count() == 1


def test_of_many_starts_no_more_begin_than_may_in_a_day():
    store.save({DAILY_JOB_LIMIT.key: 4}, changed_by=None)
    owner = make_user()

    outcomes = all_at_once([partial(start_job, make_funnel(owner)) for _ in range(12)])

    assert refusals(outcomes) == ["daily_limit"] * 8
    assert GenerationJob.objects.count() == 4


def test_runs_of_one_person_that_begin_and_end_together_wait_for_none():
    """Last parts, cancels, new runs over ended ones, starts beside a run that is ending, a grant."""
    owner = make_user()
    ending = [start_running(make_funnel(owner)) for _ in range(4)]
    for job in ending:
        for position in range(1, PARTS):
            write(job, position)
    last = [(begin(job, PARTS), job) for job in ending]
    open_jobs = [start_running(make_funnel(owner)) for _ in range(4)]

    outcomes = all_at_once(
        [
            *(partial(finish, claim, job) for claim, job in last),
            *(partial(start_job, job.funnel) for job in ending),
            *(partial(cancel_job, job) for job in open_jobs[:2]),
            *(partial(reset_job, job) for job in open_jobs[2:]),
            *(partial(start_job, make_funnel(owner)) for _ in range(4)),
            partial(ledger.grant, owner, 10, note="", by=None),
        ]
    )

    assert set(refusals(outcomes)) <= {JobOpenError("").code}


def test_a_batch_resumed_and_cancelled_while_its_funnels_are_started_waits_for_none():
    owner = make_user()
    batch = make_batch(owner, jobs=4)
    cancel_batch(batch)
    funnels = [job.funnel for job in batch.jobs.select_related("funnel")]

    outcomes = all_at_once(
        [
            *[partial(resume_batch, batch)] * 2,
            *(partial(start_job, funnel) for funnel in funnels[::2]),
            partial(cancel_batch, batch),
            partial(ledger.grant, owner, 10, note="", by=None),
        ]
    )

    assert set(refusals(outcomes)) <= {JobOpenError("").code}


def test_a_batch_is_resumed_without_the_account_while_a_start_of_one_of_its_funnels_is_written():
    owner = make_user()
    batch = make_batch(owner, jobs=2)
    cancel_batch(batch)
    resumed: list[Outcome] = []

    start = a_start_before_its_account(batch.jobs.first().funnel)
    with behind_us(lambda: resumed.append(resume_batch(batch))) as begin_to_resume, start as locked:
        begin_to_resume()
        ledger.reserve([locked], counts_as_start=True)

    assert [(outcome.done, len(outcome.refused)) for outcome in resumed] == [(1, 1)]


def test_a_batch_is_resumed_once_nobody_else_brings_its_funnels_into_line():
    """Two that bring several of the same into line, in orders of their own, would wait for each other."""
    batch = make_batch(make_user(), jobs=2)
    cancel_batch(batch)
    resumed: list[Outcome] = []

    held = held_funnel(batch.jobs.first().funnel)
    with behind_us(lambda: resumed.append(resume_batch(batch))) as begin_to_resume, held:
        begin_to_resume()

    assert resumed == [Outcome(done=2)]


def a_start_before_its_account(funnel: Funnel) -> AbstractContextManager[LockedJob]:
    """Return the transaction of a start that has written its job, and has yet to set its credits aside."""
    kind = get_blueprint("funnel")
    job = job_for(funnel, kind, {}, StartOptions(), store.read_all())
    return new_job(job, tasks_of(job, kind))


def test_a_person_who_is_deleted_while_they_start_and_are_granted_waits_for_none():
    for number in range(5):
        owner = make_user(f"user{number}")
        funnels = [make_funnel(owner) for _ in range(4)]
        ledger.grant(owner, 1, note="", by=None)

        outcomes = all_at_once(
            [
                partial(delete_owners, [owner]),
                *(partial(start_job, funnel) for funnel in funnels),
                *[partial(ledger.grant, owner, 1, note="", by=None)] * 2,
            ]
        )

        raised = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert all(isinstance(error, NotAllowedError) or is_gone(error) for error in raised), raised


def is_gone(error: BaseException) -> bool:
    """Whether it says that the person is there no more."""
    return isinstance(error, Funnel.DoesNotExist) or "violates foreign key constraint" in str(error)
