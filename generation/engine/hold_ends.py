"""How holds end: with their cause, or because none may last longer than `max_hold_minutes`."""

from django.db.models import Q

from generation.engine.apart import apart
from generation.engine.barriers import UNTIL_MENDED, barrier_before
from generation.engine.dispatch import fail_job, give_back_all
from generation.engine.holds import let_go, overdue_holds
from generation.engine.writers import choose_writer
from generation.models import GenerationTask
from generation.models.moves import locked_job
from generation.states import JobStatus
from settings_app import store


def end_long_holds() -> None:
    """Fail the jobs of which a task was held for longer than one may be; what is finished stays."""
    for job_id, task_id in overdue_holds(store.read_all()):
        with apart(job=str(job_id)), locked_job(job_id) as locked:
            task = locked.task(task_id)
            if locked.job.status == JobStatus.RUNNING and task.hold in UNTIL_MENDED:
                code, message = task.hold, f"{task.name} waited too long. {task.hold_message}"
                give_back_all(locked)
                fail_job(locked, code, message)


def let_go_where_mended() -> None:
    """Let go the tasks that are held by what keeps them no longer."""
    values = store.read_all()
    writer = choose_writer(values)
    for task in GenerationTask.objects.filter(hold__in=UNTIL_MENDED).only("job", "hold"):
        if barrier_before(task.job_id, writer, values) is None:
            let_go(Q(pk=task.pk))
