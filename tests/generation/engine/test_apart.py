"""What breaks for one is seen to apart; only a database that is away is away for all."""

from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from structlog.testing import capture_logs

from generation.engine.apart import apart
from generation.models.moves import locked_job

pytestmark = pytest.mark.django_db(transaction=True)


def fail_with(sqlstate: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE SQLSTATE '{sqlstate}'; END $$")


@pytest.mark.parametrize("sqlstate", ["40P01", "55P03", "57014"], ids=["deadlock", "lock", "statement"])
def test_what_the_database_refuses_one_leaves_the_others_to_be_seen_to(sqlstate):
    seen_to = []

    for each in ("first", "second"):
        with apart(step=each):
            seen_to.append(each)
            fail_with(sqlstate)

    assert seen_to == ["first", "second"]


@pytest.mark.parametrize("sqlstate", ["57P01", "08006"], ids=["shut down", "connection lost"])
def test_a_database_that_is_away_ends_the_round(sqlstate):
    with pytest.raises(OperationalError), apart(step="first"):
        fail_with(sqlstate)


def test_of_a_job_that_was_deleted_meanwhile_nothing_is_to_be_mended():
    with capture_logs() as said, apart(job="first"), locked_job(uuid4()):
        pytest.fail("there is no such job")

    assert [each["log_level"] for each in said] == ["info"]


def test_a_job_that_a_whole_step_misses_is_a_defect_of_that_step():
    with capture_logs() as said, apart(step="admit_jobs"), locked_job(uuid4()):
        pytest.fail("there is no such job")

    assert [(each["log_level"], each["step"]) for each in said] == [("error", "admit_jobs")]
