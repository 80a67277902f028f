"""What the declarations themselves decide: the words of the schedule, and what an address may be."""

import pytest

from generation.app_settings import (
    MAX_RETRY_ATTEMPTS,
    RETRY_DELAYS,
    SUPPORT_URL,
    duration_in_words,
    retry_schedule_in_words,
)
from settings_app.schema import Values
from settings_app.values import BadValueError, parse_value


@pytest.mark.parametrize(
    ("tries", "sentence"),
    [
        (7, "A failing task gives up after 17 min 35 s."),
        (4, "A failing task gives up after 2 min 35 s."),
        (2, "A failing task gives up after 5 s."),
        (1, "A failing task gives up after its first attempt."),
    ],
)
def test_the_schedule_counts_the_waits_between_the_tries(tries, sentence):
    assert retry_schedule_in_words(Values({MAX_RETRY_ATTEMPTS.key: tries})) == sentence


def test_tries_without_waits_give_up_at_once():
    no_waits = Values({delay.key: 0 for delay in RETRY_DELAYS})

    assert retry_schedule_in_words(no_waits) == "A failing task gives up after 0 s."


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


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://help.example/galley?from=page",
        "http://intranet/help",
        "mailto:help@galley.example?subject=Hi",
    ],
)
def test_support_is_reached_by_web_or_mail_or_not_at_all(address):
    assert parse_value(SUPPORT_URL, address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hi",
        "help@galley.example",
        "//help.example",
        "https:help.example",
        "https://",
        "mailto:help",
        "mailto:@galley.example",
        "https://help.example/two words",
        "https://[help",
        "ftp://help.example",
    ],
)
def test_no_other_address_can_be_stored(address):
    with pytest.raises(BadValueError, match=r"^An address that begins with https://, http:// or mailto:"):
        parse_value(SUPPORT_URL, address)
