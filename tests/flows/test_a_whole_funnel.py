"""A funnel from start to finish, through a real worker and the real SDK."""

from generation.blueprints import get_blueprint
from generation.engine.verbs.jobs import StartOptions, start_job
from generation.models import Section, TaskAttempt
from generation.states import JobStatus, TaskStatus
from tests.support.anthropic_replies import OK, OVERLOADED
from tests.support.funnels import make_funnel, standing, wait_for_end

TASKS = [task.key for task in get_blueprint("funnel").tasks({})]


def test_a_funnel_takes_exactly_fourteen_calls(running_worker, provider):
    job = wait_for_end(start_job(make_funnel()))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == 14
    assert list(job.tasks.order_by("completed_at").values_list("key", flat=True)) == TASKS
    assert set(job.tasks.values_list("attempt_count", flat=True)) == {1}


def test_all_tasks_have_rows_before_anything_runs(nothing_admitted):
    job = start_job(make_funnel())

    assert list(job.tasks.order_by("position").values_list("key", "status")) == [
        (key, TaskStatus.PENDING) for key in TASKS
    ]


def test_a_task_that_meets_two_overloads_takes_two_calls_more(running_worker, provider, no_delays):
    provider.when(lambda request: "bundle" in request.keys, OVERLOADED, OVERLOADED)
    job = wait_for_end(start_job(make_funnel()))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == 16
    attempts = TaskAttempt.objects.filter(task__key="bundle_listing").order_by("number")
    assert [attempt.error_code for attempt in attempts] == ["provider_busy", "provider_busy", ""]


def test_five_lanes_write_the_same_funnel(running_worker, provider):
    provider.script(*[OK.slowly(latency=0.2)] * 14)

    job = wait_for_end(start_job(make_funnel(), options=StartOptions(lanes=5)))

    assert job.status == JobStatus.COMPLETED, standing(job)
    assert len(provider.requests) == 14
    assert 1 < provider.max_in_flight <= 5


def test_every_section_of_a_finished_funnel_has_one_revision(running_worker, provider):
    job = wait_for_end(start_job(make_funnel()))

    sections = Section.objects.filter(funnel=job.funnel)
    assert sections.count() == 61
    assert all(section.revisions.count() == 1 for section in sections)
