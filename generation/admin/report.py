"""Where a job stands, in sentences: for whoever looks at a stuck one at three in the morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generation.admin.facts import Facts
from generation.engine.broker.chains import plan_chains
from generation.engine.gate.incidents import what_is_wrong
from generation.models import GenerationJob, GenerationTask
from generation.states import JobStatus, TaskStatus

Tone = Literal["info", "warning", "danger"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence or two of the report, under the word for what they are about."""

    about: str
    says: str
    tone: Tone = "info"


def describe_job(facts: Facts) -> list[Line]:
    """Return what is to be said of the job now, the most telling first."""
    return [
        _status(facts),
        *_incident(facts),
        *_brief(facts),
        *_tasks_under_way(facts),
        *_last_error(facts),
        _workers(facts),
        _reconciler(facts),
    ]


def _status(facts: Facts) -> Line:
    job = facts.job
    match job.status:
        case JobStatus.QUEUED:
            return _in_line(facts)
        case JobStatus.RUNNING:
            alone = f" Only {job.only_task} is regenerated." if job.only_task else ""
            says = f"Since {_when(facts, job.started_at)}. {_finished(facts)}{alone}"
            return Line(about="Running", says=says)
        case JobStatus.FAILED:
            says = f"At {_when(facts, job.completed_at)}. {_finished(facts)}"
            kept = " They can be read and exported." if facts.standing.progress.completed else ""
            return Line(about="Failed", says=f"{says}{kept}", tone="danger")
        case JobStatus.CANCELLED:
            return Line(about="Cancelled", says=f"At {_when(facts, job.completed_at)}. {_finished(facts)}")
    return Line(about="Completed", says=f"At {_when(facts, job.completed_at)}. {_finished(facts)}")


def _in_line(facts: Facts) -> Line:
    job, place = facts.job, facts.standing.queue_position
    taken = f"{facts.running_jobs} of {facts.slots} slots are taken."
    if job.is_put_off:
        return Line(about="Put off", says=f"It comes in line {_when(facts, job.scheduled_at)}.")
    since = f"Since {_when(facts, job.in_line_since)}."
    if place is None:
        return Line(about="In line", says=f"{since} Its owner runs as many jobs as one person may. {taken}")
    if place <= facts.slots - facts.running_jobs:
        return Line(about="In line", says=f"{since} It should run already: only {taken}", tone="warning")
    return Line(about="In line", says=f"{since} It is number {place} and waits for a free slot: {taken}")


def _finished(facts: Facts) -> str:
    progress = facts.standing.progress
    return f"{progress.completed} of {progress.total} tasks are finished."


def _incident(facts: Facts) -> Iterator[Line]:
    if (incident := facts.incident) is None:
        return
    since = _when(facts, incident.opened_at)
    says = f"{what_is_wrong(incident)} {incident.service}, {incident.code}, since {since}."
    if not incident.is_open:
        yield Line(about="Incident", says=f"{says} It is over; the reconciler resumes the job.")
        return
    tried = f"Tried {incident.trial_count} times; the job goes on by itself when a trial is answered."
    yield Line(about="Incident", says=f"{says} {tried} {incident.last_trial_message}".strip(), tone="danger")


def _brief(facts: Facts) -> Iterator[Line]:
    if facts.job.brief_changed:
        says = "It was edited after this job took its copy. Resume keeps the copy, reset takes the new one."
        yield Line(about="Brief", says=says, tone="warning")


def _tasks_under_way(facts: Facts) -> Iterator[Line]:
    if facts.job.status != JobStatus.RUNNING:
        return
    under_way = [
        task
        for task in facts.tasks
        if task.status in (TaskStatus.IN_PROGRESS, TaskStatus.WAITING) and not task.hold
    ]
    for task in under_way:
        yield _in_progress(facts, task) if task.status == TaskStatus.IN_PROGRESS else _waiting(facts, task)
    if not under_way:
        yield from _next_to_run(facts)


def _in_progress(facts: Facts, task: GenerationTask) -> Line:
    stage, begun = task.stage.replace("_", " ") or "about to begin", _when(facts, task.last_attempt_at)
    says = f"Attempt {_attempt(facts, task.attempt_count)}, begun at {begun}, stage: {stage}."
    lease, beat = _lease(facts, task), _beat_of_holder(facts, task)
    tone: Tone = "warning" if "warning" in (lease.tone, beat.tone) else "info"
    return Line(about=task.name, says=f"{says} {lease.says} {beat.says}", tone=tone)


def _lease(facts: Facts, task: GenerationTask) -> Line:
    until = task.lease_expires_at
    if until is not None and until < facts.now:
        says = f"Its lease, held by {task.worker}, ran out at {_when(facts, until)}."
        return Line(about="Lease", says=f"{says} The reconciler gives the task back.", tone="warning")
    return Line(about="Lease", says=f"Its lease is held by {task.worker} until {_when(facts, until)}.")


def _beat_of_holder(facts: Facts, task: GenerationTask) -> Line:
    beat = facts.beat_of(task.worker)
    if beat is None:
        says = "There is no sign of life of that worker."
    elif facts.is_silent(beat):
        says = f"That worker last gave a sign of life {facts.ago(beat.at)}; it is dead, stopped or cut off."
    else:
        return Line(about="Worker", says=f"That worker gave a sign of life {facts.ago(beat.at)}.")
    says = f"{says} When the lease ends, another takes the task over."
    return Line(about="Worker", says=says, tone="warning")


def _waiting(facts: Facts, task: GenerationTask) -> Line:
    due = _when(facts, task.next_attempt_at)
    says = f"Waits for attempt {_attempt(facts, task.attempt_count + 1)}, due at {due}."
    if task.next_attempt_at and task.next_attempt_at > facts.now:
        return Line(about=task.name, says=says)
    return Line(about=task.name, says=f"{says} {_not_taken(facts)}", tone="warning")


def _not_taken(facts: Facts) -> str:
    if not facts.live_workers:
        return "No worker is there to take it."
    return "No worker has taken it yet: all are busy, or its message was lost; the reconciler sends it again."


def _next_to_run(facts: Facts) -> Iterator[Line]:
    for chain in plan_chains(facts.job, facts.tasks):
        task = chain.head
        if task.hold:
            yield _held(facts, task)
            continue
        if task.sent_epoch == facts.job.epoch and task.sent_at:
            says = f"Is next. Its message was sent at {_when(facts, task.sent_at)}. {_not_taken(facts)}"
        else:
            says = "Is next, and its message has not been sent yet; the reconciler sees to it."
        yield Line(about=task.name, says=says)


def _held(facts: Facts, task: GenerationTask) -> Line:
    ends = f"It ends at {_when(facts, task.hold_until)}." if task.hold_until else "It ends with its cause."
    since = f"Since {_when(facts, task.held_since)}."
    return Line(about="On hold", says=f"{task.name}: {task.hold_message} {since} {ends}", tone="warning")


def _last_error(facts: Facts) -> Iterator[Line]:
    task = max(
        (task for task in facts.tasks if task.error_message and task.last_attempt_at),
        key=lambda task: task.last_attempt_at or facts.now,
        default=None,
    )
    if task is None:
        if facts.job.error_message:
            yield Line(about="Last error", says=_of_the_job(facts.job), tone="danger")
        return
    tone: Tone = "danger" if task.status == TaskStatus.FAILED else "warning"
    if task.status == TaskStatus.IN_PROGRESS:
        attempt = "an earlier attempt"  # when that began, the task does not say any more
    else:
        attempt = f"attempt begun at {_when(facts, task.last_attempt_at)}"
    says = f"{task.name}, {attempt}: {task.error_message} ({task.error_code}) {_hope(task)}"
    yield Line(about="Last error", says=says, tone=tone)


def _hope(task: GenerationTask) -> str:
    if task.status == TaskStatus.IN_PROGRESS:
        return "It is being tried again."
    if not task.error_retryable:
        return "Trying again alone does not help."
    if task.status == TaskStatus.FAILED:
        return "All its attempts are spent. Try again once the cause has passed."
    return "Trying again can help."


def _of_the_job(job: GenerationJob) -> str:
    return f"{job.error_message} ({job.error_code})"


def _workers(facts: Facts) -> Line:
    workers = facts.live_workers
    if not workers:
        says = "None has given a sign of life lately: nothing is written."
        return Line(about="Workers", says=says, tone="danger")
    names = ", ".join(f"{beat.name} (holds {beat.holding})" for beat in workers)
    return Line(about="Workers", says=f"Alive: {names}.")


def _reconciler(facts: Facts) -> Line:
    beat = facts.reconciler
    if beat is None:
        says = "None has ever run here: nothing recovers by itself."
        return Line(about="Reconciler", says=says, tone="danger")
    if facts.is_silent(beat):
        says = f"Silent since {_when(facts, beat.at)}: nothing recovers by itself."
        return Line(about="Reconciler", says=says, tone="danger")
    return Line(about="Reconciler", says=f"Gave a sign of life {facts.ago(beat.at)}, as {beat.name}.")


def _attempt(facts: Facts, number: int) -> str:
    return f"{number} of {facts.standing.tasks[0].max_attempts}"


def _when(facts: Facts, moment: datetime | None) -> str:
    return facts.when(moment) if moment else "a time that is not known"
