"""Scenes of runs that wait: for a turn, an incident, a budget, a time. For pictures alone."""

from datetime import timedelta

from django.utils import timezone

from generation.acting import Actor, acting
from generation.app_settings import BUDGET_USD_PER_JOB, GENERATION_ENABLED_FOR, MAX_CONCURRENT_JOBS
from generation.engine.gate.barriers import barrier_before, wait_at_gate
from generation.engine.gate.holds import hold_task
from generation.engine.gate.limiter import Wait
from generation.engine.mending.stopped import resume_stopped_jobs
from generation.engine.running.beats import beat
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import GenerationJob, TaskAttempt
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.gate import CLAUDE
from tests.support.incidents import end, make_incident, stop_by_incident
from tests.support.jobs import start_running, task_at
from tests.support.scenes import Scene, Scenes, scene_of, write_up_to

_ASKED_SECONDS = 42


def at_the_gate() -> Scene:
    """A run that is third at the gate of a provider that has asked everybody to wait."""
    for place, name in enumerate(("ann", "ben"), start=1):
        _wait_at_gate(start_running(make_funnel(make_user(name))), 1, place)
    job = _begun("gil")
    _wait_at_gate(job, 3, place=3)
    return scene_of(job.owner, job, part=3)


def in_an_incident() -> Scene:
    """A run that an incident holds."""
    job = _begun("ida")
    make_incident()
    _hold_at_barrier(job, 3)
    return scene_of(job.owner, job, part=3)


def over_budget() -> Scene:
    """A run that has cost what a run may."""
    store.save({BUDGET_USD_PER_JOB.key: 2}, changed_by=None)
    job = _begun("gus")
    TaskAttempt.objects.filter(task__job=job).update(cost_micro_usd=1_000_000)
    _hold_at_barrier(job, 3)
    return scene_of(job.owner, job, part=3)


def stopped() -> Scene:
    """A run that an incident made fail, to be resumed by itself."""
    job = _begun("sue")
    stop_by_incident(job, 3)
    return scene_of(job.owner, job, part=3)


def left() -> Scene:
    """A run that an incident made fail, and that was not resumed after it."""
    scene = stopped()
    assert scene.job
    assert scene.job.incident
    end(scene.job.incident)
    store.save({GENERATION_ENABLED_FOR.key: "staff"}, changed_by=None)
    resume_stopped_jobs()
    store.save({GENERATION_ENABLED_FOR.key: "everyone"}, changed_by=None)
    return scene


def in_line() -> Scene:
    """A run that is second in line, with a deadline; of one before it something is known."""
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    write_up_to(start_running(make_funnel(make_user("cleo"))), 6)
    start_job(make_funnel(make_user("dan")))
    job = start_job(
        make_funnel(make_user("lin"), name="Focus Funnel"),
        options=StartOptions(deadline=timezone.now() + timedelta(days=4)),
    )
    return scene_of(job.owner, job, part=1)


def put_off() -> Scene:
    """A run that is to start tomorrow."""
    tomorrow = timezone.now() + timedelta(days=1)
    funnel = make_funnel(make_user("pam"), name="Focus Funnel")
    job = start_job(funnel, options=StartOptions(scheduled_at=tomorrow))
    return scene_of(job.owner, job, part=1)


def unmanned() -> Scene:
    """What staff see while no worker answers, an incident is open and jobs are stopped, held and in line."""
    for scene in (at_the_gate, over_budget, stopped):
        scene()
    sam = make_user("sam", is_staff=True, is_superuser=True)
    with acting(Actor(through="pages", find=lambda: sam)):
        store.save({MAX_CONCURRENT_JOBS.key: 4}, changed_by=sam)
    for name in ("kim", "lou"):
        start_job(make_funnel(make_user(name)))
    beat("reconciler@one", kind="reconciler", started_at=timezone.now())
    return Scene(user=sam)


def _begun(name: str) -> GenerationJob:
    job = start_running(make_funnel(make_user(name), name="Focus Funnel"))
    write_up_to(job, 2)
    return job


def _wait_at_gate(job: GenerationJob, position: int, place: int) -> None:
    wait = Wait(seconds=5, until_turn=_ASKED_SECONDS + place, place=place, asked=_ASKED_SECONDS)
    wait_at_gate(task_at(job, position).pk, job.epoch, wait, CLAUDE)


def _hold_at_barrier(job: GenerationJob, position: int) -> None:
    barrier = barrier_before(job.pk, CLAUDE, store.read_all())
    assert barrier
    hold_task(task_at(job, position).pk, job.epoch, **vars(barrier))


HELD: Scenes = {
    "gate": at_the_gate,
    "incident": in_an_incident,
    "budget": over_budget,
    "stopped": stopped,
    "left": left,
    "line": in_line,
    "later": put_off,
    "unmanned": unmanned,
}
