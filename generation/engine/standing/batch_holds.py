"""What keeps a batch waiting that is no fault of its own, where that is the same for all of it."""

from generation.engine.gate.holds import SLOT, hold_of
from generation.engine.standing.batch_open import BatchOpen
from generation.engine.standing.batches import BatchStanding
from generation.models import GenerationTask
from generation.states import JobStatus


def what_it_waits_for(standing: BatchStanding, found: BatchOpen) -> str:
    """Return in a sentence what all of it that could go on waits for; empty where that is its turn."""
    if running := standing.statuses[JobStatus.RUNNING]:
        return _of_tasks(standing) if standing.on_hold == running else ""
    if found.in_line or found.without_place:
        return _in_line(standing, found)
    is_stopped = standing.stopped and not found.put_off
    return found.shut.message if is_stopped and found.shut else ""


def _of_tasks(standing: BatchStanding) -> str:
    held = GenerationTask.objects.filter(job__batch=standing.batch).exclude(hold="").order_by("held_since")
    return held.values_list("hold_message", flat=True).first() or ""


def _in_line(standing: BatchStanding, found: BatchOpen) -> str:
    """Return what one of those in line waits for: it is not its own turn that all of them wait for."""
    job, *_ = (*found.in_line, *found.without_place)
    barred = {job.owner_id} if standing.is_barred else ()
    hold = hold_of(job, [], place=1, barred=barred, turns={}, values=found.values, of_all=found.shut)
    return hold.message if hold and hold.code != SLOT else ""
