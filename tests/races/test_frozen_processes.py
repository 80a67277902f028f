"""A process that froze in mid transaction holds its locks: nobody waits for it for long."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection, transaction

from generation.engine.running.dispatch import _ADMISSION_LOCK, admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob
from generation.models.moves import locked_job
from generation.states import JobStatus
from tests.support.api import client_of
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running
from tests.support.locks import PATIENCE
from tests.support.threads import in_thread


def test_a_start_does_not_wait_for_who_froze_while_it_admitted(transactional_db):
    funnel = make_funnel()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADMISSION_LOCK])

        starting, raised = in_thread(lambda: start_job(funnel))

        starting.join(30)
        assert not starting.is_alive()
        assert raised == []
        assert GenerationJob.objects.get().status == JobStatus.QUEUED

    assert admit_jobs() == 1


def test_a_verb_does_not_wait_for_who_froze_with_the_job_in_hand(transactional_db):
    job = start_running(make_funnel())
    client, answers = client_of(job.owner), []

    def cancel() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")  # the product's is seconds, a test's a minute
        answers.append(client.post(f"/api/jobs/{job.pk}/cancel/"))

    with locked_job(job.pk):
        cancelling, _ = in_thread(cancel)
        cancelling.join(30)

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(503, "busy")]


@pytest.mark.parametrize(
    ("setting", "value"), [("idle_in_transaction_session_timeout", "15s"), ("lock_timeout", "5s")]
)
def test_the_database_itself_ends_what_is_frozen(db, setting, value):
    product = connection.settings_dict["OPTIONS"]["options"].removesuffix(PATIENCE)
    fresh = psycopg2.connect(**connection.get_connection_params() | {"options": product})
    with closing(fresh), fresh.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)
