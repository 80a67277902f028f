"""Cancel, claim, heartbeat and settle at the same rows at the same time: no deadlock, and nothing runs on."""

import random
import threading
import time
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection

from generation.app_settings import DAILY_JOB_LIMIT, MAX_CONCURRENT_JOBS, RETRY_DELAYS
from generation.engine.running import leases
from generation.engine.running.outcomes import complete_task, fail_attempt, release_task
from generation.engine.running.verdicts import Again, GivenBack
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job
from generation.errors import AttemptStopped, NotAllowedError, ProviderError
from generation.models import GenerationJob, GenerationTask
from generation.models.claims import ClaimedTask, claim_task
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support.credits import assert_accounts_add_up
from tests.support.drafts import make_draft
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import FACTS
from tests.support.threads import all_at_once

RACES = 1000
HANDICAP_STEP_SECONDS = 0.0002
LOAD_SECONDS = 8
MOST_SECONDS = 90
DEEDS = ("completed", "failed", "released", "lost", "renewed", "cancel_job", "resume_job", "reset_job")


@pytest.fixture(autouse=True)
def no_deadlock(transactional_db, servers):
    before = servers.postgres.log.count("deadlock detected")
    yield
    assert servers.postgres.log.count("deadlock detected") == before


def running_against_the_rules() -> int:
    """Return how many tasks hold a lease or are in progress although their job is not running."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM generation_tasks AS task"
            "  JOIN generation_jobs AS job ON job.id = task.job_id"
            " WHERE job.status <> 'running' AND (task.status = 'in_progress' OR task.lease_token IS NOT NULL)"
        )
        return int(cursor.fetchone()[0])


def claim(task: GenerationTask, *, epoch: int) -> ClaimedTask | None:
    return claim_task(
        task.pk,
        epoch=epoch,
        token=uuid4(),
        lease_seconds=20,
        timeout_seconds=60,
        worker="test",
        settings="{}",
    )


def test_a_cancel_and_a_claim_a_thousand_times():
    job = start_job(make_funnel())
    first = job.tasks.get(position=1)
    met, seen, start = threading.Barrier(3, timeout=MOST_SECONDS), Counter(), Handicap()

    def cancel_each() -> None:
        for _ in range(RACES):
            met.wait()
            time.sleep(start.of_the_cancel)
            cancel_job(job)
            met.wait()

    def claim_each() -> None:
        for _ in range(RACES):
            met.wait()
            time.sleep(start.of_the_claim)
            claimed = claim(first, epoch=1)
            seen["claimed" if claimed else "refused"] += 1
            start.suit(claim_was_first=bool(claimed))
            met.wait()

    def judge_each() -> None:
        for _ in range(RACES):
            met.wait()
            met.wait()
            seen["broken"] += running_against_the_rules()
            GenerationJob.objects.update(status=JobStatus.RUNNING)
            GenerationTask.objects.update(status=TaskStatus.PENDING, attempt_count=0)

    outcomes = all_at_once([cancel_each, claim_each, judge_each])

    assert outcomes == [None] * 3
    assert seen["broken"] == 0
    assert seen["claimed"] + seen["refused"] == RACES
    assert min(seen["claimed"], seen["refused"]) > RACES / 5, f"it was no race: {seen}"


class Handicap:
    """How long each of the two waits before it runs: who was first waits a little longer the next time.

    How long either takes differs from machine to machine, and nothing is seen where the same one always wins.
    """

    def __init__(self) -> None:
        self._seconds = 0.0  # of the claim; below zero, of the cancel

    @property
    def of_the_claim(self) -> float:
        return max(0.0, self._seconds)

    @property
    def of_the_cancel(self) -> float:
        return max(0.0, -self._seconds)

    def suit(self, *, claim_was_first: bool) -> None:
        self._seconds += HANDICAP_STEP_SECONDS if claim_was_first else -HANDICAP_STEP_SECONDS


def test_heartbeats_cancels_and_results_under_load():
    """Every hand works on the same five jobs; a watcher looks for what must never be seen."""
    at_once = {delay.key: 0 for delay in RETRY_DELAYS}
    store.save({MAX_CONCURRENT_JOBS.key: 5, DAILY_JOB_LIMIT.key: 0, **at_once}, changed_by=None)
    owner = make_user()
    jobs = [start_job(make_funnel(owner)) for _ in range(5)]
    load = Load(jobs)

    outcomes = all_at_once([load.work] * 6 + [load.beat] * 2 + [load.disturb] * 2 + [load.watch])

    assert outcomes == [None] * 11
    assert load.seen["broken"] == 0
    assert_accounts_add_up()
    assert all(load.seen[deed] for deed in DEEDS), f"too little happened: {load.seen}"


class Load:
    """What hands do to jobs until the time is over and each deed was done, and how often."""

    def __init__(self, jobs: list[GenerationJob]) -> None:
        self.seen: Counter[str] = Counter()
        self._jobs = jobs
        self._held: list[leases.Lease] = []
        self._began = time.monotonic()

    def work(self) -> None:
        """Claim what can be claimed and let it end in one way or the other, as a worker's thread does."""
        while self._goes_on():
            job = GenerationJob.objects.get(pk=random.choice(self._jobs).pk)
            for task in job.tasks.exclude(status=TaskStatus.COMPLETED).order_by("position")[:1]:
                if ours := claim(task, epoch=job.epoch):
                    self._perform(ours)

    def _perform(self, ours: ClaimedTask) -> None:
        lease = leases.Lease(claim=ours, seconds=20, deadline=time.monotonic() + 60)
        lease.stage = "validation"
        self._held.append(lease)
        time.sleep(random.random() / 50)
        try:
            random.choice((self._complete, self._fail, self._release))(ours)
        except AttemptStopped:
            self.seen["lost"] += 1
        finally:
            self._held.remove(lease)

    def _complete(self, ours: ClaimedTask) -> None:
        complete_task(ours, make_draft(), FACTS)
        self.seen["completed"] += 1

    def _fail(self, ours: ClaimedTask) -> None:
        verdict = fail_attempt(ours, ProviderError("provider_busy", "Busy.", retryable=True), {})
        self.seen["failed" if isinstance(verdict, Again) else "lost"] += 1

    def _release(self, ours: ClaimedTask) -> None:
        verdict = release_task(ours, {})
        self.seen["released" if isinstance(verdict, GivenBack) else "lost"] += 1

    def beat(self) -> None:
        """The heartbeat's own steps without its pauses: its thread would beat twice a second."""
        while self._goes_on():
            held = list(self._held)
            for lease in held:
                lease.renew_at, lease.shown_stage = 0, ""
            leases.stop_lost(held)
            leases.renew(held)
            leases.write_stages(held)
            self.seen["renewed"] += sum(lease.renew_at > 0 for lease in held)

    def disturb(self) -> None:
        while self._goes_on():
            verb = random.choice((cancel_job, resume_job, resume_job, reset_job))
            try:
                verb(random.choice(self._jobs))
            except NotAllowedError:
                continue
            self.seen[verb.__name__] += 1
            time.sleep(random.random() / 20)

    def watch(self) -> None:
        while self._goes_on():
            self.seen["broken"] += running_against_the_rules()

    def _goes_on(self) -> bool:
        """Whether the time is not over; while a deed is still to be done, a slow machine is given more."""
        longest = LOAD_SECONDS if all(self.seen[deed] for deed in DEEDS) else MOST_SECONDS
        return time.monotonic() - self._began < longest
