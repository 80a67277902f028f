"""The points of a job, at each bound of its demand and its deadline."""

from datetime import UTC, datetime, timedelta

import pytest

from generation.blueprints.base import Demand
from generation.engine.line.score import level_of, next_change, score_of
from generation.states import Priority

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEAST = 10


@pytest.mark.parametrize(
    ("demand", "points"),
    [
        (Demand(), LEAST + LEAST),
        (Demand(sku_count=100), LEAST + LEAST),
        (Demand(sku_count=101), 20 + LEAST),
        (Demand(sku_count=1000), 20 + LEAST),
        (Demand(sku_count=1001), 30 + LEAST),
        (Demand(monthly_searches=1000), LEAST + LEAST),
        (Demand(monthly_searches=1001), LEAST + 20),
        (Demand(monthly_searches=10_000), LEAST + 20),
        (Demand(monthly_searches=10_001), LEAST + 30),
        (Demand(content="outdated"), LEAST + LEAST + 10),
        (Demand(content="missing"), LEAST + LEAST + 20),
        (Demand(sku_count=5000, monthly_searches=50_000, content="missing"), 80),
    ],
)
def test_demand_adds_up(demand, points):
    assert score_of(demand, None, NOW) == points


@pytest.mark.parametrize(
    ("hours", "points"), [(-5, 30), (1, 30), (24, 30), (24.01, 20), (72, 20), (72.01, 0), (1000, 0)]
)
def test_a_near_deadline_adds_points(hours, points):
    assert score_of(Demand(), NOW + timedelta(hours=hours), NOW) == LEAST + LEAST + points


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (110, Priority.HIGH),
        (70, Priority.HIGH),
        (69, Priority.NORMAL),
        (40, Priority.NORMAL),
        (39, Priority.LOW),
    ],
)
def test_the_score_stands_for_a_level(score, level):
    assert level_of(score) == level


@pytest.mark.parametrize(
    ("hours", "level"), [(24, Priority.HIGH), (72, Priority.NORMAL), (999, Priority.NORMAL)]
)
def test_a_kind_without_demand_is_wanted_as_usual_unless_it_is_due(hours, level):
    assert level_of(score_of(None, NOW + timedelta(hours=hours), NOW)) == level


@pytest.mark.parametrize(("hours", "change_in"), [(100, 28), (72, 48), (50, 26), (24, None), (-1, None)])
def test_a_score_changes_when_its_deadline_comes_nearer(hours, change_in):
    change = next_change(NOW + timedelta(hours=hours), NOW)

    assert change == (None if change_in is None else NOW + timedelta(hours=change_in))
    assert next_change(None, NOW) is None
