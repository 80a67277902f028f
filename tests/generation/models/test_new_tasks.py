"""What is written of the tasks of many new jobs: each row as if its job had been started alone."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, Value
from django.db.models.expressions import DatabaseDefault

from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions, job_for, tasks_of
from generation.models import GenerationJob, GenerationTask
from generation.models.moves import new_jobs
from settings_app import store
from tests.support.batches import make_batch
from tests.support.blueprints import make_blueprint, make_task
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db

_OF_EACH_ITS_OWN = {"id", "job_id", "created_at", "updated_at"}

_LONG = (make_task("plan"), make_task("text", needs=("plan",)), make_task("end", needs=("plan", "text")))
_SHORT = (make_task("text"), make_task("end", needs=("text",)))
KIND = replace(make_blueprint(), tasks=lambda inputs: _SHORT if inputs["short"] else _LONG)
"""A kind whose tasks follow from the inputs; some of both lists share their key, and `end` its needs."""


def new_job_rows(*shorts: bool) -> list[tuple[GenerationJob, list[GenerationTask]]]:
    """Return jobs that are not written yet, with their tasks."""
    owner, values = make_user(), store.read_all()
    jobs = [job_for(make_funnel(owner), KIND, {"short": it}, StartOptions(), values) for it in shorts]
    return [(job, tasks_of(job, KIND)) for job in jobs]


def told_of(job: GenerationJob) -> list[dict[str, Any]]:
    """Return every column of the job's tasks that is not each row's own."""
    found = job.tasks.order_by("position").values()
    return [{name: row[name] for name in row if name not in _OF_EACH_ITS_OWN} for row in found]


def prepared_for(jobs: Iterable[UUID]) -> dict[int, int]:
    """Return how many tasks of these jobs were prepared one by one, by position.

    Each that is prepared has a moment of its own at which it was created, and its copies have that too.
    """
    at = GenerationTask.objects.filter(job__in=list(jobs)).order_by().values_list("position")
    return dict(at.annotate(moments=Count("created_at", distinct=True)))


def filled_in_by_the_database(name: str) -> Any:
    """Return what a new task holds in a field with nothing but a `db_default`: each an object of its own."""
    return DatabaseDefault(Value(""), output_field=GenerationTask._meta.get_field(name))


def test_each_task_of_a_batch_is_written_as_that_of_a_job_started_alone():
    ana = make_user()
    alone = start_job(make_funnel(ana))

    batch = make_batch(ana, jobs=3)

    assert [told_of(job) for job in batch.jobs.all()] == [told_of(alone)] * 3


def test_what_the_jobs_of_a_batch_have_alike_is_prepared_once():
    batch = make_batch(jobs=3)

    assert prepared_for(job.pk for job in batch.jobs.all()) == dict.fromkeys(range(1, 15), 1)


def test_what_the_database_fills_in_is_alike_as_well():
    rows = new_job_rows(True, True)
    for _, tasks in rows:
        for task in tasks:
            task.held_by = filled_in_by_the_database("held_by")

    with new_jobs(rows) as new:
        pass

    assert prepared_for(it.job.pk for it in new) == {1: 1, 2: 1}
    assert [task.held_by for it in new for task in it.tasks] == [""] * 4


def test_each_job_of_many_has_the_tasks_that_its_inputs_ask_for():
    with new_jobs(new_job_rows(False, True, False, True)) as new:
        pass

    found = [[(task["position"], task["key"], task["needs"]) for task in told_of(it.job)] for it in new]
    long = [(1, "plan", []), (2, "text", ["plan"]), (3, "end", ["plan", "text"])]
    short = [(1, "text", []), (2, "end", ["text"])]
    assert found == [long, short, long, short]


def test_a_task_that_was_copied_is_known_as_it_stands_in_the_database():
    columns = attrgetter(*(field.attname for field in GenerationTask._meta.concrete_fields))

    with new_jobs(new_job_rows(True, True)) as new:
        for locked in new:
            assert [columns(task) for task in locked.tasks] == [
                columns(task) for task in locked.job.tasks.all()
            ]
            assert [(task.job, task._state.adding) for task in locked.tasks] == [(locked.job, False)] * 2
