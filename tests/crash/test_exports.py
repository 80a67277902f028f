"""Exports whose workers die and whose messages are lost.

A funnel is written before any worker starts: a live one would take the task that the test claims.
"""

from datetime import timedelta
from signal import SIGKILL

from django.utils import timezone

from generation.engine.exporting.making import MOST_CLAIMS
from generation.models import ExportFile
from generation.states import ExportStatus
from tests.support.exports import ask_for, wait_for_file, written_funnel

DYING = "tests.support.dying_maker"
MOST_SECONDS = 60  # silence, and the reconciler's next look


def test_a_worker_makes_what_was_asked_for(worker):
    funnel = written_funnel()
    worker()

    files = [wait_for_file(ask_for(funnel, kind)) for kind in ("zip", "pdf", "docx", "epub", "html", "md")]

    assert [(file.status, file.error_message) for file in files] == [(ExportStatus.READY, "")] * 6
    assert bytes(files[1].data).startswith(b"%PDF-")


def test_a_worker_killed_in_the_making_is_made_good(worker, reconciler):
    funnel = written_funnel()
    doomed = worker(concurrency=1, entry=DYING)
    file = ask_for(funnel)
    assert doomed.wait() == -SIGKILL
    killed_at = timezone.now()

    reconciler()
    worker()
    wait_for_file(file, seconds=MOST_SECONDS)

    assert (file.status, file.claims) == (ExportStatus.READY, 2)
    assert (file.finished_at - killed_at).total_seconds() < MOST_SECONDS


def test_an_export_that_kills_one_worker_after_another_fails(worker, reconciler):
    """Two have died of it before this one does, all of them long ago."""
    funnel = written_funnel()
    doomed = worker(concurrency=1, entry=DYING)
    file = ask_for(funnel)
    assert doomed.wait() == -SIGKILL
    long_ago = timezone.now() - timedelta(minutes=5)
    ExportFile.objects.update(claims=MOST_CLAIMS, claimed_at=long_ago, sent_at=long_ago)

    reconciler()
    worker()

    wait_for_file(file, seconds=MOST_SECONDS)
    assert (file.status, file.claims) == (ExportStatus.FAILED, MOST_CLAIMS)


def test_an_export_asked_for_while_redis_is_away_is_made_when_it_is_back(worker, reconciler, redis_server):
    funnel = written_funnel()
    worker()
    reconciler()
    redis_server.stop()

    file = ask_for(funnel)
    redis_server.start()

    assert wait_for_file(file, seconds=MOST_SECONDS).status == ExportStatus.READY
