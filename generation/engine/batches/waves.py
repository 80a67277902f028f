"""Many jobs of one person cancelled or resumed in one transaction, with few statements: all of them or none.

What becomes of each is decided as it is for one alone; that each is treated alike is what makes it quick.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction

from generation.engine.allowances.audience import check_may_generate
from generation.engine.allowances.ledger import reserve, settle_runs
from generation.engine.outbox.endings import tell_ending
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.settling import give_back_all, stop_run
from generation.engine.verbs.requeuing import move_into_line, open_what_is_left
from generation.models.locked_jobs import locked_jobs
from generation.states import JobStatus
from settings_app import store

log = structlog.get_logger(__name__)


def cancel_wave(ids: Sequence[UUID]) -> int:
    """Cancel those of the jobs, all of one batch, that are open; return how many."""
    with locked_jobs(ids) as wave:
        found = [locked for locked in wave.jobs if locked.job.is_open]
        if not found:
            return 0
        for locked in found:
            give_back_all(locked)
            stop_run(locked, JobStatus.CANCELLED)
        wave.write()
        settle_runs(found)
        for locked in found:
            locked.record("job_cancelled")
        tell_ending(found[-1])  # a cancel is told to nobody; that nothing of a batch is open any more is
        transaction.on_commit(admit_jobs, robust=True)
    log.info("Jobs were cancelled together", jobs=len(found))
    return len(found)


def resume_wave(ids: Sequence[UUID]) -> int:
    """Queue those of the jobs again that failed or were cancelled, in the order of `ids`; return how many.

    Raises NotAllowedError where their owner may not generate or has too few credits for all, IntegrityError
    where another job of a funnel's is open.
    """
    with locked_jobs(ids) as wave:
        found = [locked for locked in wave.jobs if locked.job.status in _RESUMABLE]
        if not found:
            return 0
        check_may_generate(found[0].job.owner, store.read_all())
        for locked in found:
            kept = open_what_is_left(locked)
            move_into_line(locked)
            locked.record("job_resumed", kept=kept)
        wave.write()
        reserve(found, counts_as_start=False)
        transaction.on_commit(admit_jobs, robust=True)
    log.info("Jobs were resumed together", jobs=len(found))
    return len(found)


_RESUMABLE = (JobStatus.FAILED, JobStatus.CANCELLED)
