"""How long a delivery that was not taken waits for its next try."""

import pytest

from generation.engine.outbox.tries import WAITS, Failed, wait_after

NO = Failed(message="No.")


@pytest.mark.parametrize(("tries", "wait"), list(enumerate(WAITS, start=1)))
def test_each_wait_is_that_of_the_schedule(tries, wait):
    assert wait_after(tries, NO, chance=0) == wait


def test_those_that_failed_together_do_not_come_back_together():
    assert wait_after(2, NO, chance=1) == pytest.approx(330)


def test_after_the_last_there_is_none():
    assert wait_after(len(WAITS) + 1, NO, chance=0) is None


@pytest.mark.parametrize("final", [Failed(message="No.", is_final=True), Failed(message="No.", is_gone=True)])
def test_what_no_try_can_help_is_not_tried_again(final):
    assert wait_after(1, final, chance=0) is None


@pytest.mark.parametrize(("asked", "wait"), [(1, 5), (90, 90), (10**9, 86_400)])
def test_a_longer_wait_is_kept_where_the_other_side_asks_for_one_but_not_for_ever(asked, wait):
    assert wait_after(1, Failed(message="No.", wait=asked), chance=0) == wait
