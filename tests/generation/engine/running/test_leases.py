"""The heartbeat, which nothing may stop."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest

from generation.app_settings import LEASE_SECONDS
from generation.engine.running.keeper import TICK_SECONDS
from generation.engine.running.leases import Lease
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationTask
from generation.models.claims import claim_task
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.processes import wait_until

STREAMS, RENEWALS, MOST_SECONDS = 20, 6, 30


@pytest.fixture
def lease(keeper):
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
    return lease


def expiry(lease: Lease):
    return GenerationTask.objects.get(pk=lease.claim.task_id).lease_expires_at


def test_a_held_lease_is_renewed(lease):
    before = expiry(lease)

    assert wait_until(lambda: expiry(lease) > before)


def test_a_beat_that_breaks_down_is_not_the_last(lease):
    lease.text = ("cover", b"no text at all")
    assert wait_until(lambda: lease.text is None)
    before = expiry(lease)

    assert wait_until(lambda: expiry(lease) > before)


def test_a_silent_redis_costs_no_lease(keeper, lease, silent_redis):
    """However many texts there are to show: with half a second for each they would take a minute."""
    streaming = [lease, *leases_like(lease, count=STREAMS)]
    for each in streaming:
        keeper.hold(each)

    expiries = set()

    def is_renewed_again_and_again() -> bool:
        for each in streaming:
            each.text = ("cover", "a little more")
        expiries.add(expiry(lease))
        return len(expiries) > RENEWALS

    assert wait_until(is_renewed_again_and_again, seconds=MOST_SECONDS, every=TICK_SECONDS)


def leases_like(lease: Lease, *, count: int) -> list[Lease]:
    """Return leases of nothing; what they show is shown like that of others."""
    claims = [replace(lease.claim, token=uuid4()) for _ in range(count)]
    return [Lease(claim=claim, seconds=lease.seconds, deadline=lease.deadline) for claim in claims]
