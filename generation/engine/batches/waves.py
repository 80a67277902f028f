"""Many jobs of one person cancelled, resumed or moved in one transaction, with few statements.

What becomes of each is decided as it is for one alone; that each is treated alike is what makes it quick.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import prefetch_related_objects

from generation.engine.allowances.ledger import reserve, settle_runs
from generation.engine.allowances.means import means_of
from generation.engine.batches.outcome import Outcome, Refusal
from generation.engine.content.last_job import with_another_open
from generation.engine.outbox.endings import tell_ending
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.settling import give_back_all, stop_run
from generation.engine.verbs.putting_off import (
    Moments,
    look_at_the_line_anew,
    would_move,
    write_moments,
)
from generation.engine.verbs.requeuing import move_into_line, open_what_is_left, tasks_left
from generation.errors import InvalidRequestError, JobOpenError
from generation.models import Funnel, GenerationJob
from generation.models.locked_jobs import locked_jobs
from generation.models.moves import LockedJob
from generation.states import RESUMABLE_JOB, JobStatus
from settings_app import store
from settings_app.schema import Values

log = structlog.get_logger(__name__)


def cancel_wave(ids: Sequence[UUID]) -> int:
    """Cancel those of the jobs, all of one batch, that are open; return how many."""
    with locked_jobs(ids) as wave:
        found = [locked for locked in wave.jobs if locked.job.is_open]
        if not found:
            return 0
        give_back_all(found)
        for locked in found:
            stop_run(locked, JobStatus.CANCELLED)
        wave.write()
        settle_runs(found)
        for locked in found:
            locked.record("job_cancelled")
        tell_ending(found[-1])  # a cancel is told to nobody; that nothing of a batch is open any more is
        transaction.on_commit(admit_jobs, robust=True)
    log.info("Jobs were cancelled together", jobs=len(found))
    return len(found)


def resume_wave(ids: Sequence[UUID]) -> Outcome:
    """Queue those of the jobs again that failed or were cancelled, in the order of `ids`.

    Refused are those whose funnel is being written already, and those that their owner may not begin or has
    no credits for once those before are begun. Where somebody was quicker with a funnel or with the credits
    than what was looked at, IntegrityError or NotAllowedError is raised, and none is queued.
    """
    with locked_jobs(ids) as wave:
        ended = [locked for locked in wave.jobs if locked.job.status in RESUMABLE_JOB]
        reasons = _reasons(ended) if ended else {}
        found = [locked for locked in ended if locked.job.pk not in reasons]
        for locked in found:
            kept = open_what_is_left(locked)
            move_into_line(locked)
            locked.record("job_resumed", kept=kept)
        wave.write()
        if found:
            reserve(found, counts_as_start=False)
            transaction.on_commit(admit_jobs, robust=True)
    log.info("Jobs were resumed together", jobs=len(found), refused=len(reasons))
    refused = [locked.job for locked in ended if locked.job.pk in reasons]
    return Outcome(done=len(found), refused=tuple(Refusal(job=job, says=reasons[job.pk]) for job in refused))


def move_wave(moments: Mapping[UUID, Moments]) -> Outcome:
    """Give those of the jobs that are in line their other moments; done are those to whom they are others.

    Refused are those whose deadline would be before the start.
    """
    values = store.read_all()
    with locked_jobs(moments.keys()) as wave:
        found = [locked for locked in wave.jobs if locked.job.status == JobStatus.QUEUED]
        moved = [locked for locked in found if would_move(locked, moments[locked.job.pk])]
        if moved and any("deadline" in of_one for of_one in moments.values()):
            _load_for_ranks(moved)
        outcome = sum((_move(it, moments[it.job.pk], values) for it in moved), start=Outcome())
        look_at_the_line_anew()
    log.info("Jobs were moved in time together", jobs=outcome.done, refused=len(outcome.refused))
    return outcome


def _move(locked: LockedJob, moments: Moments, values: Values) -> Outcome:
    try:
        write_moments(locked, moments, values)
    except InvalidRequestError as error:
        return Outcome(refused=(Refusal(job=locked.job, says=" ".join(error.problems.values())),))
    return Outcome(done=1)


def _load_for_ranks(moved: Sequence[LockedJob]) -> None:
    """Load for all of them together what a rank is judged by, and is not loaded with the locks."""
    owner = moved[0].job.owner
    prefetch_related_objects([owner], "groups")
    ids = [locked.job.pk for locked in moved]
    inputs = dict(GenerationJob.objects.filter(pk__in=ids).values_list("pk", "inputs"))
    for locked in moved:
        locked.job.owner, locked.job.inputs = owner, inputs[locked.job.pk]


def _reasons(ended: Sequence[LockedJob]) -> Mapping[UUID, str]:
    """Return of those of the jobs that are not to be resumed why not, in words.

    Their funnels are locked first, in one order as by who starts a batch: no two who bring several of the
    same into line wait for each other.
    """
    funnels = Funnel.objects.filter(pk__in={locked.job.funnel_id for locked in ended}).order_by("pk")
    list(funnels.select_for_update(no_key=True).values_list("pk"))
    rivalled = with_another_open(locked.job for locked in ended)
    needs = {it.job.pk: len(tasks_left(it)) for it in ended if it.job.pk not in rivalled}
    owner_id = ended[0].job.owner_id
    refused = means_of([owner_id], store.read_all())[owner_id].why_not_each(needs)
    return dict.fromkeys(rivalled, JobOpenError("").message) | {
        pk: reason.as_error(owner_id).message for pk, reason in refused.items()
    }
