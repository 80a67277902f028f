"""The verbs of one task: Try Again, try now, and regenerating it."""

from generation.engine.broker.chains import blocked_keys
from generation.engine.content.keeping import AS_THEY_ARE, Choice, settle_choice
from generation.engine.running.dispatch import send_chain_of, send_ready
from generation.engine.verbs.requeuing import open_new_round, requeue
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import GenerationJob, GenerationTask
from generation.models.moves import LockedJob, locked_job
from generation.states import JobStatus, TaskStatus
from generation.texts import wrong_with_text

LONGEST_NOTE = 2000


def retry_task(task: GenerationTask) -> GenerationJob:
    """Try a failed task again, with all that is left of its job; make a waiting one due at once.

    Raises NotAllowedError for a task in any other state.
    """
    with locked_job(task.job_id) as locked:
        task = locked.task(task.pk)
        if task.status == TaskStatus.WAITING:
            _try_now(locked, task)
        elif task.status == TaskStatus.FAILED:
            _try_again(locked, task)
        else:
            raise NotAllowedError(
                "not_retryable", f"This task is {task.status}; only a failed or waiting one is tried again."
            )
    return locked.job


def regenerate_task(task: GenerationTask, *, note: str = "", choice: Choice = AS_THEY_ARE) -> GenerationJob:
    """Regenerate one finished or failed task, alone; `note` is the person's wish for the new text.

    Earlier revisions are kept, and a section a person edited keeps its text unless `choice` says otherwise:
    the event names those that were given up. Raises NotAllowedError while the job is open, or where the task
    cannot be written yet; InvalidRequestError for a note that is too long, or holds what a writer would take
    for an instruction of ours.
    """
    if wrong := _wrong_with_note(note):
        raise InvalidRequestError({"note": wrong})
    with locked_job(task.job_id) as locked:
        task = locked.task(task.pk)
        if locked.job.is_open:
            raise NotAllowedError("job_open", "This is still running. Wait for it or cancel it first.")
        if task.status not in (TaskStatus.COMPLETED, TaskStatus.FAILED):
            raise NotAllowedError("not_written_yet", "This task was never finished. Resume the job instead.")
        completed = {other.key for other in locked.tasks if other.status == TaskStatus.COMPLETED}
        if not completed.issuperset(task.needs):
            raise NotAllowedError(
                "needs_unfinished", "What this task builds on is not finished. Resume the job instead."
            )
        open_new_round(locked, task, note=note, kept=[], complaints=[])
        given_up = settle_choice(locked, task.key, choice)
        requeue(locked, "task_regenerated", task, only_task=task.key, given_up=given_up)
    return locked.job


def _wrong_with_note(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        return f"Write at most {LONGEST_NOTE:,} characters."
    return wrong_with_text(note)


def _try_now(locked: LockedJob, task: GenerationTask) -> None:
    locked.write_task(task, next_attempt_at=locked.now)
    locked.record("task_woken", task)
    send_chain_of(locked, task)


def _try_again(locked: LockedJob, task: GenerationTask) -> None:
    if locked.job.status == JobStatus.QUEUED or (locked.job.is_open and locked.job.only_task):
        raise NotAllowedError(
            "job_open", "Another part is being regenerated. Wait for it or cancel it first."
        )
    if locked.job.status == JobStatus.RUNNING:
        _take_up_again(locked, task)
        locked.record("task_tried_again", task)
        send_ready(locked)
        return
    for left in locked.tasks:
        if left.status != TaskStatus.COMPLETED:
            open_new_round(locked, left)
    requeue(locked, "task_tried_again", task)


def _take_up_again(locked: LockedJob, task: GenerationTask) -> None:
    """Make a failed task of a running job pending; where its failure was ending the job, every failed one.

    What went by meanwhile counts as never sent. A lane at work, though, still carries its messages.
    """
    gone_by = {task.key, *blocked_keys(locked.tasks)}
    failed = [task]
    if locked.job.stopping:
        busy = {each.lane for each in locked.tasks if each.status == TaskStatus.IN_PROGRESS}
        gone_by = {each.key for each in locked.tasks if each.lane not in busy}
        failed = [each for each in locked.tasks if each.status == TaskStatus.FAILED]
        locked.write(stopping=False, incident=None)
    for each in failed:
        open_new_round(locked, each)
    for each in locked.tasks:
        if each.key in gone_by and each.status == TaskStatus.PENDING:
            locked.write_task(each, sent_epoch=0)
