"""Turns at the gate, as those who wait are told of them."""

import pytest

from generation.engine.gate.barriers import wait_at_gate
from generation.engine.gate.limiter import Wait
from generation.engine.gate.turns import turns_of
from generation.engine.writers.choice import Writer
from generation.models import GenerationTask
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, task_at

pytestmark = pytest.mark.django_db

SONNET, HAIKU = Writer("anthropic", "claude-sonnet-5-5"), Writer("anthropic", "claude-haiku-5-5")


@pytest.fixture
def waiting():
    """Makes a task that waits at the gate of this writer until its turn in so many seconds."""
    owner = make_user()

    def make(writer: Writer, *, seconds: float) -> GenerationTask:
        job = start_running(make_funnel(owner))
        wait(task_at(job, 1), writer, seconds=seconds)
        return task_at(job, 1)

    return make


def wait(task: GenerationTask, writer: Writer, *, seconds: float) -> None:
    told = Wait(seconds=1, until_turn=seconds, place=1, asked=0)
    wait_at_gate(task.pk, task.job.epoch, told, writer)


def test_turns_are_counted_among_those_who_wait_for_the_same_model(waiting):
    tasks = [waiting(SONNET, seconds=20), waiting(HAIKU, seconds=30), waiting(SONNET, seconds=40)]

    assert list(turns_of(tasks).values()) == [1, 1, 2]


def test_a_task_that_turns_to_another_model_while_it_waits_has_its_turn_there(waiting):
    waiting(SONNET, seconds=20)
    task = waiting(SONNET, seconds=40)

    wait(task, HAIKU, seconds=40)

    task.refresh_from_db()
    assert turns_of([task]) == {task.pk: 1}


def test_where_nobody_waits_nothing_is_asked(django_assert_num_queries):
    job = start_running(make_funnel())
    tasks = list(job.tasks.all())

    with django_assert_num_queries(0):
        assert turns_of(tasks) == {}
