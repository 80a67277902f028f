"""How fast a writer was lately."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from generation.engine.standing.jobs import jobs_to_show, standing
from generation.engine.standing.reach import OPERATOR
from generation.engine.writers.choice import Writer
from generation.engine.writers.pace import usual_paces
from generation.models import Funnel, GenerationJob, GenerationTask, TaskAttempt
from generation.states import Role
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel():
    return make_funnel()


def ran(funnel: Funnel, *seconds: float, status: str = "completed", provider: str = "demo") -> None:
    """Write a job that was, with one attempt a task: of so many seconds."""
    now = timezone.now()
    job = GenerationJob.objects.create(
        funnel=funnel, owner=funnel.owner, blueprint="funnel", status=status, queued_at=now, completed_at=now
    )
    for position, each in enumerate(seconds, start=1):
        task = GenerationTask.objects.create(job=job, position=position, key=f"task_{position}")
        TaskAttempt.objects.create(
            task=task,
            round=1,
            number=1,
            outcome="completed",
            provider=provider,
            model=provider,
            provider_calls=1,
            started_at=now - timedelta(seconds=each),
            ended_at=now,
        )


def usual(provider: str = "demo") -> dict[str, float]:
    tasks = usual_paces(["funnel"], {Role.WRITER: Writer(provider, provider)})["funnel"].tasks
    return {key: pace.seconds for key, pace in tasks.items()}


def test_it_is_the_median_of_what_each_task_took(funnel):
    for seconds in (10, 12, 900):
        ran(funnel, seconds, 30)

    assert usual() == {"task_1": 12, "task_2": 30}


def test_a_task_that_was_seen_only_once_says_nothing(funnel):
    ran(funnel, 10, 30)
    ran(funnel, 10)

    assert usual() == {"task_1": 10}


def test_only_completed_jobs_of_the_same_writer_count(funnel):
    for _ in range(3):
        ran(funnel, 10, status="failed")
        ran(funnel, 45, provider="anthropic")

    assert usual() == {}
    assert usual("anthropic") == {"task_1": 45}


def test_a_task_goes_by_who_has_its_role(funnel):
    for _ in range(2):
        ran(funnel, 10, 4)
        ran(funnel, 45, 20, provider="openai")
    GenerationTask.objects.filter(key="task_2").update(role=Role.ILLUSTRATOR)
    cast = {Role.WRITER: Writer("openai", "openai"), Role.ILLUSTRATOR: Writer("demo", "demo")}

    tasks = usual_paces(["funnel"], cast)["funnel"].tasks

    assert {key: pace.seconds for key, pace in tasks.items()} == {"task_1": 45, "task_2": 4}


def test_only_the_latest_runs_count(funnel):
    for _ in range(3):
        ran(funnel, 900)
    GenerationJob.objects.update(completed_at=F("completed_at") - timedelta(days=1))
    for _ in range(50):
        ran(funnel, 10)

    assert usual() == {"task_1": 10}


def test_a_job_that_has_only_begun_is_judged_by_earlier_runs(funnel):
    for _ in range(3):
        ran(funnel, 3600)
    job = start_running(make_funnel(make_user("ben")))
    job.tasks.filter(position=1).update(key="task_1")
    job.tasks.exclude(position=1).delete()

    found = standing(jobs_to_show().get(pk=job.pk), viewer=OPERATOR).estimated_completion

    assert found is not None
    assert 3500 < (found - timezone.now()).total_seconds() <= 3600
