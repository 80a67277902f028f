"""The first in line, found without the line, against a model that sorts it, whatever the queue."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS_PER_USER, PRIORITY_AGING_MINUTES
from generation.engine.line import jobs_in_line, next_in_line
from generation.models import Funnel, GenerationJob
from settings_app import store
from tests.support.funnels import make_funnel, make_user

OWNERS = 4
BASES = {"high": 0, "normal": 1, "low": 2}
JOB = st.fixed_dictionaries(
    {
        "owner": st.integers(0, OWNERS - 1),
        "priority": st.sampled_from(list(BASES)),
        "score": st.sampled_from([20, 40, 40, 70]),
        "waited": st.integers(-50, 300).map(lambda minutes: minutes + 0.5),
        "level": st.integers(0, 3),
        "status": st.sampled_from(["queued", "queued", "queued", "running", "completed"]),
    }
)
RULES = st.fixed_dictionaries(
    {"aging": st.sampled_from([0, 1, 60, 100]), "fair": st.booleans(), "per_user": st.integers(0, 2)}
)


def order_of_a_model(jobs: list[dict[str, Any]], rules: dict[str, Any]) -> list[int]:
    """Return the places, in the list, of those that may be let in, in their order, as decision 7 has it."""
    running = Counter(job["owner"] for job in jobs if job["status"] == "running")
    waiting = [
        (place, job) for place, job in enumerate(jobs) if job["status"] == "queued" and job["waited"] >= 0
    ]

    def level(job: dict[str, Any]) -> int:
        higher = int(job["waited"] // rules["aging"]) if rules["aging"] else 0
        return max(0, BASES[job["priority"]] - higher)

    def own_order(entry: tuple[int, dict[str, Any]]) -> tuple[Any, ...]:
        place, job = entry
        return level(job), -job["score"], -job["waited"], place

    turns = {}
    seen = Counter(running)
    for place, job in sorted(waiting, key=own_order):
        seen[job["owner"]] += 1
        turns[place] = seen[job["owner"]]

    def order(entry: tuple[int, dict[str, Any]]) -> tuple[Any, ...]:
        place, job = entry
        turn = turns[place] if rules["fair"] else 0
        return level(job), turn, -job["score"], -job["waited"], place

    allowed = [
        entry for entry in waiting if not rules["per_user"] or running[entry[1]["owner"]] < rules["per_user"]
    ]
    return [place for place, _ in sorted(allowed, key=order)]


def put_in_line(funnels: list[Funnel], jobs: list[dict[str, Any]], now: datetime) -> list[Any]:
    """Write the jobs; return their ids, which rise with their places, so that ties end alike."""
    rows = [
        GenerationJob(
            id=f"00000000-0000-0000-0000-{place:012d}",
            funnel=funnels[job["owner"]],
            owner_id=funnels[job["owner"]].owner_id,
            blueprint="funnel",
            subject=str(place),
            status=job["status"],
            priority=job["priority"],
            score=job["score"],
            level=job["level"],
            queued_at=now - timedelta(minutes=max(job["waited"], 0)),
            scheduled_at=now - timedelta(minutes=job["waited"]) if job["waited"] < 0 else None,
        )
        for place, job in enumerate(jobs)
    ]
    return [str(row.pk) for row in GenerationJob.objects.bulk_create(rows)]


@pytest.mark.django_db
@given(jobs=st.lists(JOB, max_size=12), rules=RULES)
@examples(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_and_the_line_are_those_of_the_model(jobs, rules):
    with transaction.atomic():
        funnels = [make_funnel(make_user(f"user{number}")) for number in range(OWNERS)]
        ids = put_in_line(funnels, jobs, timezone.now())
        store.save(
            {
                PRIORITY_AGING_MINUTES.key: rules["aging"],
                FAIR_SHARE.key: rules["fair"],
                MAX_CONCURRENT_JOBS_PER_USER.key: rules["per_user"],
            },
            None,
        )
        values = store.read_all()

        expected = [ids[place] for place in order_of_a_model(jobs, rules)]

        assert [str(job) for job in jobs_in_line(values)] == expected
        first = next_in_line(values)
        assert (str(first) if first else None) == next(iter(expected), None)
        transaction.set_rollback(True)
