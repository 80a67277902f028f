"""A worker that lives and is handed nothing makes room for another."""

import time

from config.celery import QUEUE, app
from generation.engine.verbs.jobs import start_job
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.galley import start_reconciler, start_worker
from tests.support.processes import wait_until

STARVING = "tests.support.starving_worker"
STARVED_AFTER_SECONDS = 3  # as it has it


def test_it_ends_while_messages_wait_and_the_next_one_takes_them(processes, no_delays):
    starving = start_worker(processes, entry=STARVING)
    app.control.cancel_consumer(QUEUE, reply=True, timeout=10)  # as if Redis had never heard of it
    start_reconciler(processes)

    job = start_job(make_funnel())
    starving.wait_for_end()

    assert "This worker is handed no messages though some wait" in starving.output
    start_worker(processes)
    assert wait_for_end(job).status == "completed"


def test_one_that_has_nothing_to_do_or_stood_still_stays(processes):
    """As its machine may stand still: what came meanwhile waited for it, and it for nothing."""
    worker = start_worker(processes, entry=STARVING)
    assert not wait_until(lambda: not worker.is_running, seconds=STARVED_AFTER_SECONDS + 1)
    owner = make_user()

    worker.pause()
    jobs = [start_job(make_funnel(owner)) for _ in range(5)]
    time.sleep(STARVED_AFTER_SECONDS + 1)
    worker.go_on()

    assert {wait_for_end(job).status for job in jobs} == {"completed"}
