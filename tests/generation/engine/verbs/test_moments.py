"""Which moments a start may name."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from generation.engine.verbs.moments import FARTHEST, wrong_with_deadline, wrong_with_moment

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize("ahead", [timedelta(seconds=-30), timedelta(), timedelta(hours=1), FARTHEST])
def test_a_moment_to_come_is_right_as_clocks_go(ahead):
    assert wrong_with_moment(NOW + ahead) == ""


@pytest.mark.parametrize("text", ["2030-05-01T11:58:00Z", "0001-01-01T00:00:00+14:00"])
def test_one_that_has_passed_is_not(text):
    assert wrong_with_moment(parse_datetime(text)).startswith("This moment has passed.")


@pytest.mark.parametrize(
    "text", ["2130-05-04T12:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"]
)
def test_one_that_is_too_far_away_is_not(text):
    assert "more than a hundred years away" in wrong_with_moment(parse_datetime(text))


def test_a_deadline_is_no_earlier_than_the_start():
    later = NOW + timedelta(hours=1)

    assert wrong_with_deadline(NOW, scheduled_at=later).startswith("The deadline is before the start.")
    assert wrong_with_deadline(later, scheduled_at=later) == ""
    assert wrong_with_deadline(NOW, scheduled_at=None) == ""
