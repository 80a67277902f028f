"""Any verbs in any order, with crashes in the middle of any of them: the ledger stays what it should be."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from generation.app_settings import DAILY_JOB_LIMIT, MAX_CONCURRENT_JOBS, STARTING_CREDITS
from generation.engine.allowances import accounts, ledger
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import fail_attempt, release_task
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.engine.verbs.rework import regenerate_task, retry_task
from generation.errors import NotAllowedError, ProviderError
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.models.claims import ClaimedTask
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.blueprints import make_blueprint, make_task
from tests.support.credits import assert_accounts_add_up
from tests.support.funnels import make_user
from tests.support.jobs import begin, finish

FUNNELS = 2
PARTS = 3
BEGIN_WITH = 10  # enough for three runs and a little: that there is too little must happen too
MOST_STATEMENTS = 25  # of which most verbs here need fewer

crashes = st.none() | st.integers(1, MOST_STATEMENTS)
which_job = st.integers(0, FUNNELS - 1)
which_part = st.integers(1, PARTS)
happened: Counter[str] = Counter()


class Crash(OperationalError):  # noqa: N818 - what it stands for is no error of ours
    """The process dies here, as far as the database can tell."""


@contextmanager
def crashing(at: int | None) -> Iterator[None]:
    """Let the statement of that number fail, if there are so many: its transaction is rolled back."""
    statements = 0

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        if not str(sql).startswith("ROLLBACK"):
            statements += 1
            if statements == at:
                raise Crash(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


class Ledger(RuleBasedStateMachine):
    """One person, two funnels; after each step every account adds up, and equals what this model knows."""

    blueprint = "tiny"

    def __init__(self) -> None:
        super().__init__()
        self.owner = make_user()
        self.funnels = [
            Funnel.objects.create(owner=self.owner, name=f"Funnel {number}", brief={"topic": "calm"})
            for number in range(FUNNELS)
        ]
        self.given = BEGIN_WITH
        self.written = 0
        self.is_looked_at = False

    def teardown(self) -> None:
        GenerationJob.objects.all().delete()
        self.owner.delete()

    def use(self, crash: int | None, verb: Callable[[], object]) -> bool:
        """Use a verb, which may be refused or die half-way; return whether it came to its end."""
        self.is_looked_at = False
        try:
            with crashing(crash):
                verb()
        except NotAllowedError as refusal:
            happened[refusal.code] += 1
            return False
        except Crash:
            happened["crash"] += 1
            return False
        return True

    @initialize(ended=st.sampled_from((JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)))
    def begin_with_an_ended_run(self, ended: JobStatus) -> None:
        """Half of what there is to do can be done to an ended run only."""
        self.start(0, None)
        self.write(0, None, PARTS if ended == JobStatus.COMPLETED else 1, is_retried=False)
        if ended == JobStatus.FAILED:
            self.fail(0, None)
        elif ended == JobStatus.CANCELLED:
            self.cancel_or_run_again(0, None)

    @rule(number=which_job, crash=crashes)
    def start(self, number: int, crash: int | None) -> None:
        self.use(crash, lambda: start_job(self.funnels[number], blueprint=self.blueprint))

    @rule(number=which_job, crash=crashes)
    def cancel_or_run_again(self, number: int, crash: int | None) -> None:
        if job := self.job(number):
            again = reset_job if job.status == JobStatus.COMPLETED else resume_job
            self.move(cancel_job if job.is_open else again, job, crash)

    @rule(number=which_job, crash=crashes)
    def start_over(self, number: int, crash: int | None) -> None:
        if job := self.job(number):
            self.move(reset_job, job, crash)

    def move(self, verb: Callable[[GenerationJob], object], job: GenerationJob, crash: int | None) -> None:
        happened[verb.__name__] += self.use(crash, lambda: verb(job))

    @rule(number=which_job, part=which_part, crash=crashes)
    def regenerate(self, number: int, part: int, crash: int | None) -> None:
        if task := self.task(number, part):
            happened["regenerate"] += self.use(crash, lambda: regenerate_task(task))

    @rule(number=which_job, part=which_part, crash=crashes)
    def try_again(self, number: int, part: int, crash: int | None) -> None:
        if task := self.task(number, part):
            self.use(crash, lambda: retry_task(task))

    @rule(number=which_job, crash=crashes, times=st.integers(1, PARTS), is_retried=st.booleans())
    def write(self, number: int, crash: int | None, times: int, is_retried: bool) -> None:
        """Finish tasks; where the process dies, it is stored by a second try, or given back."""
        for _ in range(times):
            if claim := self.claim(number):
                store_it = partial(finish, claim, self.job(number))
                is_stored = self.use(crash, store_it) or (is_retried and self.use(None, store_it))
                self.written += is_stored
                if not is_stored:
                    release_task(claim, {})

    @rule(number=which_job, crash=crashes)
    def fail(self, number: int, crash: int | None) -> None:
        if claim := self.claim(number):
            error = ProviderError("bad_request", "No.", retryable=False)
            if not self.use(crash, lambda: fail_attempt(claim, error, {})):
                release_task(claim, {})

    @rule(amount=st.integers(-BEGIN_WITH, BEGIN_WITH), crash=crashes)
    def grant(self, amount: int, crash: int | None) -> None:
        if self.use(crash, lambda: ledger.grant(self.owner, amount, note="", by=None)):
            self.given += amount

    @rule(number=which_job, crash=crashes)
    def refund(self, number: int, crash: int | None) -> None:
        if job := self.job(number):
            cost = ledger.cost_of(job)
            if self.use(crash, lambda: ledger.refund(job, note="", by=None)):
                happened["refund"] += 1
                self.given += cost

    def job(self, number: int) -> GenerationJob | None:
        return self.funnels[number].jobs.first()

    def task(self, number: int, part: int) -> GenerationTask | None:
        job = self.job(number)
        return job.tasks.get(position=part) if job else None

    def claim(self, number: int) -> ClaimedTask | None:
        """Claim the first task of the job that may run, as a worker would."""
        admit_jobs()
        job = self.job(number)
        if job is None or job.status != JobStatus.RUNNING:
            return None
        ready = job.tasks.filter(status=TaskStatus.PENDING, key__contains=job.only_task)
        first = ready.order_by("position").first()
        return begin(job, first.position) if first else None

    @invariant()
    def every_task_is_paid_for_once(self) -> None:
        if self.is_looked_at:
            return
        self.is_looked_at = True
        assert_accounts_add_up()
        aside = sum(self.set_aside(number) for number in range(FUNNELS))
        assert accounts.account_of(self.owner).balance == self.given - self.written - aside

    def set_aside(self, number: int) -> int:
        """Return for how many tasks of an open run credits are set aside that are not written yet."""
        job = self.job(number)
        if job is None or not job.is_open:
            return 0
        return job.tasks.filter(key__contains=job.only_task).exclude(status=TaskStatus.COMPLETED).count()


@pytest.mark.django_db(transaction=True)
def test_nobody_pays_for_what_was_not_written_or_twice(monkeypatch):
    kind = make_blueprint(*(make_task(f"part_{number}") for number in range(1, PARTS + 1)))
    monkeypatch.setattr("generation.blueprints.BLUEPRINTS", (kind,))
    limits = {DAILY_JOB_LIMIT.key: 0, STARTING_CREDITS.key: BEGIN_WITH, MAX_CONCURRENT_JOBS.key: 100}
    store.save(limits, changed_by=None)
    happened.clear()

    quick = settings(max_examples=12, stateful_step_count=25, phases=[Phase.generate])
    run_state_machine_as_test(Ledger, settings=quick)

    assert all(happened[deed] for deed in ("cancel_job", "resume_job", "crash")), f"too little: {happened}"
