"""Processes that start, write, end and pay are killed with -9 at any moment: every account adds up."""

import random

from django.db import connection, transaction

from generation.app_settings import DAILY_JOB_LIMIT
from generation.models import CreditEntry
from generation.states import CreditKind
from settings_app import store
from tests.support.credits import assert_accounts_add_up
from tests.support.funnels import make_funnel, make_user
from tests.support.processes import RunningProcess, wait_until

ROUNDS = 3
SIDE_BY_SIDE = 2
FUNNELS = 3


def test_an_account_adds_up_whenever_its_processes_are_killed(processes):
    store.save({DAILY_JOB_LIMIT.key: 0}, changed_by=None)
    owner = make_user()
    for _ in range(FUNNELS):
        make_funnel(owner)

    seed = random.randrange(1_000_000)
    print(f"drawn with random.Random({seed})")  # noqa: T201 - shown by pytest beside a failure
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        spenders = [processes.run("spender", "-m", "tests.support.spender") for _ in range(SIDE_BY_SIDE)]
        for spender in spenders:
            wait_for_deeds(spender, chance.randint(5, 40))
            assert_adds_up_at_one_moment()
            spender.kill()
        assert_adds_up_at_one_moment()

    kinds = set(CreditEntry.objects.values_list("kind", flat=True))
    assert kinds >= {CreditKind.GRANT, CreditKind.RESERVE, CreditKind.SETTLE}


def wait_for_deeds(spender: RunningProcess, number: int) -> None:
    def has_done() -> bool:
        return spender.output.count("done") >= number or not spender.is_running

    assert wait_until(has_done, seconds=60), f"{number} deeds were awaited: {spender.output}"
    assert spender.is_running, spender.output


def assert_adds_up_at_one_moment() -> None:
    """Look at one snapshot of the database: another process may be at work, or a killed one's last commit."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert_accounts_add_up()
