"""Lengths of time in words."""

import pytest

from generation.durations import duration_in_words, schedule_in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (1055, "17 min 35 s"),
        (3600, "1 h"),
        (90_061, "25 h 1 min 1 s"),
    ],
)
def test_seconds_are_said_as_a_person_would(seconds, words):
    assert duration_in_words(seconds) == words


def test_tries_without_waits_give_up_at_once():
    assert schedule_in_words([0, 0]) == "A failing task gives up after 0 s."
