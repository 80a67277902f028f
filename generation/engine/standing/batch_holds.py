"""What keeps a batch waiting that is no fault of its own, where that is the same for all of it."""

from generation.engine.gate.admission import why_nobody_is_let_in
from generation.engine.gate.holds import SLOT, hold_of
from generation.engine.standing.batches import BatchStanding
from generation.models import GenerationTask
from generation.models.job import PUT_OFF
from generation.states import JobStatus
from settings_app import store
from settings_app.schema import Values


def what_it_waits_for(standing: BatchStanding) -> str:
    """Return in a sentence what all of it that could go on waits for; empty where that is its turn."""
    running, queued = (standing.statuses[status] for status in (JobStatus.RUNNING, JobStatus.QUEUED))
    if running:
        return _of_tasks(standing) if standing.on_hold == running else ""
    values = store.read_all()
    if queued > standing.put_off:
        return _in_line(standing, values)
    shut = why_nobody_is_let_in(values) if standing.stopped and not queued else None
    return shut.message if shut else ""


def _of_tasks(standing: BatchStanding) -> str:
    held = GenerationTask.objects.filter(job__batch=standing.batch).exclude(hold="").order_by("held_since")
    return held.values_list("hold_message", flat=True).first() or ""


def _in_line(standing: BatchStanding, values: Values) -> str:
    """Return what one of those in line waits for: it is not its own turn that all of them wait for."""
    waiting = standing.batch.jobs.filter(status=JobStatus.QUEUED).exclude(PUT_OFF)
    job = waiting.defer("brief", "inputs").first()
    if job is None:
        return ""
    barred, shut = {job.owner_id} if standing.is_barred else (), why_nobody_is_let_in(values)
    hold = hold_of(job, [], place=1, barred=barred, turns={}, values=values, of_all=shut)
    return hold.message if hold and hold.code != SLOT else ""
