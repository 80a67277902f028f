"""Scenes: one person each, with funnels in the state that a page is to be looked at in.

Written by the engine's own moves, with texts of the demo writer and without a worker, so that nothing moves.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from generation.app_settings import SIGN_UP_OPEN, SUPPORT_URL
from generation.blueprints import get_blueprint
from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.exporting.requests import request_export
from generation.engine.running.dispatch import admit_jobs
from generation.engine.running.outcomes import complete_task, fail_attempt
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.engine.verbs.rework import regenerate_task
from generation.errors import ProviderError
from generation.models import ExportFile, Funnel, GenerationJob, GenerationTask, Section, TaskAttempt
from generation.models.claims import ClaimedTask
from generation.pipeline.draft import Draft, FinishedSection
from generation.states import ExportStatus
from settings_app import store
from tests.support.admin import make_beat
from tests.support.batches import make_batch
from tests.support.demo_funnel import write_funnel
from tests.support.funnels import make_funnel, make_user, sample
from tests.support.jobs import FACTS, begin, complete, start_running

ALL_TASKS = 14
_SECONDS_A_TASK = 42
_STAGES = (
    ("validation", 0.01),
    ("context_building", 0.05),
    ("component_generation", 40.2),
    ("template_assembly", 0.02),
    ("quality_validation", 0.4),
    ("post_processing", 0.1),
    ("storage", 0.05),
)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A person and what they have, where they have it. Nobody knows a stranger.

    `part` is the key of the task that is worth a look.
    """

    user: User | None = None
    part: str = ""
    funnel: Funnel | None = None
    job: GenerationJob | None = None
    section: Section | None = None


def stranger() -> Scene:
    """Somebody who is not signed in, where anybody may sign up."""
    store.save({SIGN_UP_OPEN.key: True}, changed_by=None)
    return Scene()


def empty() -> Scene:
    """Somebody who has just signed up."""
    return Scene(user=make_user("emma"))


def busy() -> Scene:
    """A job in its seventh task, one that waits to try again, one in line, a draft."""
    user = make_user("bea")
    waiting = start_running(make_funnel(user, name="Pilates at home"))
    write_up_to(waiting, 2)
    _fail(begin(waiting, 3), "provider_busy", "The AI service is busy (429).", retryable=True)
    Funnel.objects.create(owner=user, name="Keto for night shifts", brief={"topic": "Keto"}, draft=True)
    funnel = make_funnel(user, name="Focus Funnel")
    job = start_running(funnel)
    write_up_to(job, 6)
    begin(job, 7)
    job.tasks.filter(position=7).update(stage="component_generation", stages_done=2)
    start_job(make_funnel(user, name="Houseplants for beginners"))
    return scene_of(user, job, part=7)


def draft() -> Scene:
    """A funnel whose brief has only begun."""
    user = make_user("dora")
    brief = {"topic": "Keto for night shifts"}
    return Scene(user=user, funnel=Funnel.objects.create(owner=user, name="Keto", brief=brief, draft=True))


def fresh() -> Scene:
    """A funnel that is described and waits to be generated."""
    user = make_user("fred")
    return Scene(user=user, funnel=make_funnel(user, name="Focus Funnel"))


def cancelled() -> Scene:
    """A job that was cancelled in its fifth task."""
    user = make_user("carl")
    job = start_running(make_funnel(user, name="Calm Inbox"))
    write_up_to(job, 4)
    begin(job, 5)
    cancel_job(job)
    return scene_of(user, job, part=5)


def failed() -> Scene:
    """A job whose last task but one was given up; what came before it is kept, and help is an e-mail away."""
    user = make_user("finn")
    store.save({SUPPORT_URL.key: "mailto:help@example.com"}, changed_by=None)
    job = start_running(make_funnel(user, name="Calm Inbox"))
    write_up_to(job, 12)
    _fail(begin(job, 13), "bad_request", "The AI service refused the request (400).", retryable=False)
    return scene_of(user, job, part=13)


def finished() -> Scene:
    """A funnel that is written, one of its sections by hand; of its files each is in another state."""
    user = make_user("fay")
    funnel = written_funnel(user)
    _ask_for_files(funnel)
    section = Section.objects.get(funnel=funnel, task_key="lead_magnet_part_1", position=1)
    edit_section(section.pk, SectionEdit(body="# Calm Inbox\n\nBy hand."), author=user, version=1)
    return scene_of(user, funnel.jobs.get(), part=1)


def offered() -> Scene:
    """A funnel with a section that was changed by hand, and a newer text for it on offer."""
    scene = finished()
    assert scene.job
    regenerate_task(scene.job.tasks.get(position=1))
    admit_jobs()
    _write(begin(scene.job, 1))
    return scene


def batched() -> Scene:
    """A batch with a finished run, some being written, a failed one, some in line; and a funnel beside it."""
    user = make_user("bo")
    make_funnel(user, name="Focus Funnel")
    first, second, third, *_ = jobs_of_batch(make_batch(user, jobs=8, name="Spring"))
    admit_jobs()
    complete(third)
    first.refresh_from_db()
    write_up_to(first, 3)
    _fail(begin(second, 1), "bad_request", "The AI service refused the request (400).", retryable=False)
    return scene_of(user, first, part=3)


def staff() -> Scene:
    """Somebody who may do everything, while others have jobs of every kind."""
    seen, *_ = (scene() for scene in (busy, failed, finished))
    make_beat("worker@test")
    make_beat("reconciler@one", kind="reconciler")
    return Scene(user=make_user("stella", is_staff=True, is_superuser=True), job=seen.job)


Scenes = dict[str, Callable[[], Scene]]

BEFORE_A_RUN: Scenes = {"stranger": stranger, "empty": empty, "draft": draft, "fresh": fresh}
OF_A_RUN: Scenes = {
    "busy": busy,
    "failed": failed,
    "cancelled": cancelled,
    "batched": batched,
    "staff": staff,
}
OF_TEXTS: Scenes = {"finished": finished, "offered": offered}

SCENES: Scenes = BEFORE_A_RUN | OF_A_RUN | OF_TEXTS


def written_funnel(user: User) -> Funnel:
    """Return a funnel of this person, written whole."""
    job = start_running(make_funnel(user, name="Calm Inbox"))
    write_up_to(job, ALL_TASKS)
    return job.funnel


def _ask_for_files(funnel: Funnel) -> None:
    """Ask for a file that is ready, one that could not be made, one in the making and one that waits."""
    now = timezone.now()
    ready, failed, making, _ = (
        ExportFile.objects.filter(pk=request_export(funnel, format=kind).pk)
        for kind in ("md", "pdf", "zip", "epub")
    )
    ready.update(status=ExportStatus.READY, name="calm-inbox.md", data=b"# Calm Inbox" * 400, finished_at=now)
    failed.update(
        status=ExportStatus.FAILED, error_message="Typst took longer than 60 seconds.", finished_at=now
    )
    making.update(claimed_at=now, done=9, total=27)


def scene_of(user: User, job: GenerationJob, *, part: int) -> Scene:
    job.refresh_from_db()
    key = job.tasks.get(position=part).key
    first = (
        Section.objects.filter(funnel=job.funnel, task_key="lead_magnet_part_1").order_by("position").first()
    )
    return Scene(user=user, part=key, funnel=job.funnel, job=job, section=first)


def write_up_to(job: GenerationJob, last: int) -> None:
    for position in range(1, last + 1):
        _write(begin(job, position))
    _spread_over_time(job)


def _write(claim: ClaimedTask) -> None:
    blueprint = get_blueprint(claim.blueprint)
    draft = Draft(
        blueprint=blueprint,
        task=blueprint.task(claim.task_key, claim.inputs),
        brief=claim.brief,
        language=claim.language,
        sections=_texts()[claim.task_key],
    )
    stages = [{"name": name, "outcome": "success", "seconds": seconds} for name, seconds in _STAGES]
    complete_task(claim, draft, FACTS | {"stages": stages})


def _fail(claim: ClaimedTask, code: str, message: str, *, retryable: bool) -> None:
    stages = [{"name": name, "outcome": "success", "seconds": seconds} for name, seconds in _STAGES[:2]]
    stages.append({"name": "component_generation", "outcome": "error", "seconds": 3.2})
    fail_attempt(
        claim, ProviderError(code, message, retryable=retryable), {"provider_calls": 1, "stages": stages}
    )


def _spread_over_time(job: GenerationJob) -> None:
    """Let each task have taken a while: a real one takes its time, and pages count from it."""
    written = GenerationTask.objects.filter(job=job, status="completed")
    count = written.count()
    for task in written:
        earlier = timedelta(seconds=(count - task.position) * _SECONDS_A_TASK)
        took = timedelta(seconds=_SECONDS_A_TASK - 1)
        written.filter(pk=task.pk).update(
            started_at=F("started_at") - earlier - took,
            last_attempt_at=F("last_attempt_at") - earlier - took,
            completed_at=F("completed_at") - earlier,
        )
        TaskAttempt.objects.filter(task=task).update(
            started_at=F("started_at") - earlier - took, ended_at=F("ended_at") - earlier
        )
    begun = timedelta(seconds=count * _SECONDS_A_TASK)
    GenerationJob.objects.filter(pk=job.pk).update(
        started_at=F("started_at") - begun, queued_at=F("queued_at") - begun
    )


@lru_cache(maxsize=1)
def _texts() -> dict[str, tuple[FinishedSection, ...]]:
    """Return the sample funnel's sections, by task.

    Written on a thread of its own: the browser keeps an event loop on this one.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(write_funnel, sample()["brief"]).result()
