"""The heartbeat, which nothing may stop."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from generation.app_settings import LEASE_SECONDS
from generation.engine.jobs import start_job
from generation.engine.leases import TICK_SECONDS, Lease, LeaseKeeper
from generation.models import GenerationTask
from generation.models.claims import claim_task
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.processes import wait_until

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


STREAMS = 20


class EndOfTheThread:
    """Text that ends the heartbeat which shows it: no thread may go on into other tests."""

    def __iter__(self) -> Iterator[str]:
        raise SystemExit


@pytest.fixture
def keeper():
    """A keeper of the test's own; its thread ends with `lease`."""
    return LeaseKeeper()


@pytest.fixture
def lease(transactional_db, keeper):
    """A lease of a running task, which `keeper` holds."""
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
    keeper.hold(lease)
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


def test_a_silent_redis_costs_no_lease(keeper, lease, silent_redis):
    """However many texts there are to show: half a second for each would be longer than the lease."""
    streaming = [lease, *leases_like(lease, count=STREAMS)]
    for each in streaming:
        keeper.hold(each)

    ends_at = time.monotonic() + 3 * lease.seconds
    while time.monotonic() < ends_at:
        for each in streaming:
            each.text = ("cover", "a little more")
        time.sleep(TICK_SECONDS)

    assert expiry(lease) > timezone.now()


def leases_like(lease: Lease, *, count: int) -> list[Lease]:
    """Return leases of nothing; what they show is shown like that of others."""
    claims = [replace(lease.claim, token=uuid4()) for _ in range(count)]
    return [Lease(claim=claim, seconds=lease.seconds, deadline=lease.deadline) for claim in claims]
