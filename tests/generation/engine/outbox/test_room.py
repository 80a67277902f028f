"""Places for those who send to webhooks, by how fast each was."""

from contextlib import ExitStack
from uuid import uuid4

import pytest

from generation.engine.outbox.room import SLOW_SECONDS, Pace, Receiver, Room

SLOW, QUICK = SLOW_SECONDS + 1, 0.1
PLACES = {Pace.SLOW: 1, Pace.UNKNOWN: 2, Pace.QUICK: 3}


@pytest.fixture
def room():
    return Room(PLACES)


@pytest.fixture
def hold(room):
    """Take a place and keep it; say whether there was one."""
    with ExitStack() as held:
        yield lambda receiver: held.enter_context(room.place_for(receiver))


@pytest.fixture
def someone(room):
    """Return somebody else's webhook, which was so slow at its last try, if it had one."""
    owners = iter(range(100))

    def make(seconds=None):
        receiver = Receiver(owner=next(owners), webhook=uuid4())
        if seconds is not None:
            room.note_pace(receiver.webhook, seconds=seconds)
        return receiver

    return make


def test_who_was_quick_has_a_place_however_many_are_slow_or_unknown(hold, someone):
    assert [hold(someone(SLOW)) for _ in range(3)] == [True, False, False]
    assert [hold(someone()) for _ in range(3)] == [True, False, False]
    assert [hold(someone(QUICK)) for _ in range(2)] == [True, False]


def test_who_was_quick_is_held_up_by_nobody_that_was_not_and_holds_up_nobody_that_is_slow(hold, someone):
    assert [hold(someone(QUICK)) for _ in range(2)] == [True, True]
    assert [hold(someone(SLOW)) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("in_order", [(SLOW, None, QUICK), (QUICK, None, SLOW), (None, QUICK, SLOW)])
def test_all_together_hold_no_more_places_than_there_are_whoever_comes_first(hold, someone, in_order):
    held = [hold(someone(seconds)) for seconds in in_order for _ in range(PLACES[Pace.QUICK])]

    assert sum(held) == PLACES[Pace.QUICK]


def test_a_slow_webhook_is_quick_again_once_it_was(room, hold, someone):
    once_slow = someone(SLOW)
    hold(someone(SLOW))
    assert not hold(once_slow)

    room.note_pace(once_slow.webhook, seconds=QUICK)

    assert hold(once_slow)


def test_a_person_has_one_place_and_letters_have_one_beside_all(room, hold, someone):
    mine = someone(QUICK)
    assert hold(mine)
    assert not hold(Receiver(owner=mine.owner, webhook=uuid4()))
    assert [hold(Receiver()) for _ in range(2)] == [True, False]


def test_a_place_is_given_back(room, someone):
    for _ in range(2):
        with room.place_for(someone(SLOW)) as is_ours:
            assert is_ours
