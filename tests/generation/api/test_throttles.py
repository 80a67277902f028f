"""Limits: on writing alone, wide, and open while nobody can count."""

import pytest
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from tests.support.api import client_named


@pytest.fixture
def narrow(monkeypatch) -> None:
    """Two of everything a minute."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"writes": "2/min", "address": "2/min"})


def test_writing_too_often_is_429_with_the_time_to_wait(api, narrow):
    answers = [api.post("/api/funnels/", {"name": "x", "draft": True}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "throttled"
    assert 0 < int(answers[2]["Retry-After"]) <= 61


def test_reading_is_never_limited(api, narrow):
    assert {api.get("/api/jobs/").status_code for _ in range(10)} == {200}


def test_one_users_writing_is_not_anothers(api, narrow):
    for _ in range(3):
        api.post("/api/funnels/", {"name": "x", "draft": True})

    assert client_named("eve").post("/api/funnels/", {"name": "x", "draft": True}).status_code == 201


def test_fifty_writes_at_once_are_let_through(api):
    answers = {api.post("/api/funnels/", {"name": "x", "draft": True}).status_code for _ in range(50)}

    assert answers == {201}


def test_an_address_that_never_signs_in_is_limited(db, narrow):
    answers = [APIClient().get("/api/jobs/").status_code for _ in range(3)]

    assert answers == [401, 401, 429]


def test_nobody_is_turned_away_while_redis_is_away(api, narrow, redis_server):
    redis_server.stop()

    answers = {api.post("/api/funnels/", {"name": "x", "draft": True}).status_code for _ in range(4)}

    assert answers == {201}
