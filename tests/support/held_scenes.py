"""Scenes of runs that wait: for a turn, an incident, a budget, a time. For pictures alone."""

from datetime import timedelta

from django.utils import timezone

from generation.acting import Actor, acting
from generation.app_settings import GENERATION_ENABLED_FOR, MAX_CONCURRENT_JOBS
from generation.engine.gate.barriers import JOB_BUDGET, PROVIDER_GATE
from generation.engine.gate.holds import hold_task
from generation.engine.mending.stopped import resume_stopped_jobs
from generation.engine.running.beats import beat
from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import GenerationJob
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, hold_by_incident, make_incident, stop_by_incident
from tests.support.jobs import start_running, task_at
from tests.support.scenes import Scene, Scenes, scene_of, write_up_to

_ASKED = "The AI service asked everybody to wait for 42 s."


def at_the_gate() -> Scene:
    """A run that is third at the gate of a provider that has asked everybody to wait."""
    for seconds, name in enumerate(("ann", "ben"), start=40):
        _hold(start_running(make_funnel(make_user(name))), 1, PROVIDER_GATE, _ASKED, seconds)
    job = _begun("gil")
    _hold(job, 3, PROVIDER_GATE, _ASKED, 42)
    return scene_of(job.owner, job, part=3)


def in_an_incident() -> Scene:
    """A run that an incident holds."""
    job = _begun("ida")
    make_incident()
    hold_by_incident(job, 3)
    return scene_of(job.owner, job, part=3)


def over_budget() -> Scene:
    """A run that has cost what a run may."""
    job = _begun("gus")
    says = "This run has cost $2.00, all that a run may. Ask an administrator to allow more."
    _hold(job, 3, JOB_BUDGET, says)
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


def _hold(job: GenerationJob, position: int, code: str, says: str, seconds: float | None = None) -> None:
    hold_task(task_at(job, position).pk, job.epoch, code=code, message=says, seconds=seconds)


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
