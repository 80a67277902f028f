"""The heartbeat, which nothing may stop."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from generation.app_settings import LEASE_SECONDS
from generation.engine.jobs import start_job
from generation.engine.leases import Lease, LeaseKeeper
from generation.models import GenerationTask
from generation.models.moves import claim_task
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.processes import wait_until

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


class EndOfTheThread:
    """Text that ends the heartbeat which shows it: no thread may go on into other tests."""

    def __iter__(self) -> Iterator[str]:
        raise SystemExit


@pytest.fixture
def lease(transactional_db):
    """A lease of a running task, held by a keeper of the test's own."""
    seconds = LEASE_SECONDS.minimum
    store.save({LEASE_SECONDS.key: seconds}, changed_by=None)
    task = start_job(make_funnel()).tasks.get(position=1)
    claim = claim_task(
        task.pk,
        epoch=1,
        token=uuid4(),
        lease_seconds=seconds,
        timeout_seconds=60,
        worker="test",
        settings="{}",
    )
    lease = Lease(claim=claim, seconds=seconds, deadline=time.monotonic() + 60)
    LeaseKeeper().hold(lease)
    yield lease
    lease.text = EndOfTheThread()
    assert wait_until(lambda: "heartbeat" not in {thread.name for thread in threading.enumerate()}, seconds=5)


def expiry(lease: Lease):
    return GenerationTask.objects.get(pk=lease.claim.task_id).lease_expires_at


def test_a_held_lease_is_renewed(lease):
    before = expiry(lease)

    assert wait_until(lambda: expiry(lease) > before, seconds=5)


def test_a_beat_that_breaks_down_is_not_the_last(lease):
    lease.text = ("cover", b"no text at all")
    assert wait_until(lambda: lease.text is None, seconds=5)
    before = expiry(lease)

    assert wait_until(lambda: expiry(lease) > before, seconds=5)
