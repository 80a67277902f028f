"""What the declarations themselves decide: the words of the schedule, and what an address may be."""

import pytest

from generation.app_settings import FALLBACK_WRITERS, MAX_RETRY_ATTEMPTS, SUPPORT_URL, retry_schedule
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
    assert retry_schedule(Values({MAX_RETRY_ATTEMPTS.key: tries})) == sentence


@pytest.mark.parametrize(
    ("writers", "says"),
    [
        ("demo, anthropic:claude-a, anthropic:claude-b", ""),
        ("", ""),
        ("demo, anthropic:claude-a,demo", "demo is named twice; each writer steps in once."),
        (
            "anthropic: claude-a, anthropic:claude-a",
            "anthropic:claude-a is named twice; each writer steps in once.",
        ),
        (" , ", "No writer is named; name one, or leave it empty."),
    ],
)
def test_a_writer_that_steps_in_is_named_once(writers, says):
    assert FALLBACK_WRITERS.objection(writers) == says


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
