"""How long tasks take together."""

import pytest

from generation.blueprints import get_blueprint
from generation.blueprints.base import TaskSpec
from generation.engine.standing.schedule import seconds_together

FUNNEL = get_blueprint("funnel").tasks({})


def task(key: str, lane: str, *needs: str) -> TaskSpec:
    return TaskSpec(
        key=key, title=key, group="", lane=lane, prompt="", sections=lambda *_, language: (), needs=needs
    )


def test_one_lane_is_one_after_another():
    tasks = [task("a", "1"), task("b", "2"), task("c", "3")]

    assert seconds_together(tasks, {"a": 10, "b": 20, "c": 30}, lanes=1) == 60


def test_lanes_run_side_by_side():
    tasks = [task("a", "1"), task("b", "2"), task("c", "3")]

    assert seconds_together(tasks, {"a": 10, "b": 20, "c": 30}, lanes=3) == 30
    assert seconds_together(tasks, {"a": 10, "b": 20, "c": 30}, lanes=2) == 40  # c after a


def test_the_tasks_of_a_lane_follow_one_another_however_many_lanes_there_are():
    tasks = [task("a", "1"), task("b", "1"), task("c", "2")]

    assert seconds_together(tasks, {"a": 10, "b": 10, "c": 5}, lanes=5) == 20


def test_a_lane_begins_when_what_it_needs_is_finished():
    tasks = [task("a", "1"), task("b", "2", "a"), task("c", "3")]

    assert seconds_together(tasks, {"a": 10, "b": 5, "c": 1}, lanes=2) == 15


@pytest.mark.parametrize(("lanes", "seconds"), [(1, 140), (2, 70), (3, 50), (5, 40)])
def test_a_funnel_of_tasks_of_ten_seconds_each(lanes, seconds):
    assert seconds_together(FUNNEL, {task.key: 10.0 for task in FUNNEL}, lanes=lanes) == seconds
