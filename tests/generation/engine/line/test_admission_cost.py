"""What an admission reads does not grow with the line."""

import pytest
from django.db import connection

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.line.order import next_in_line
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.long_line import BATCHES, lengthen_line

PEOPLE = 5
GROUPS = PEOPLE * (1 + BATCHES)


def rows_read() -> int:
    """Return how many jobs PostgreSQL has read in this transaction, one by one or in passing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = 'generation_jobs'"
        )
        (rows,) = cursor.fetchone()
    return int(rows)


@pytest.mark.django_db
@pytest.mark.parametrize("jobs", [100, 10_000])
def test_the_next_is_found_by_reading_one_job_of_each_batch_that_waits(jobs):
    store.save({MAX_CONCURRENT_JOBS.key: 0}, None)
    lengthen_line(jobs, [make_funnel(make_user(f"user{number}")) for number in range(PEOPLE)], tasks=False)
    values = store.read_all()
    next_in_line(values)  # writes the levels that came about since they were queued

    before = rows_read()
    assert next_in_line(values)

    assert rows_read() - before <= 2 * GROUPS
