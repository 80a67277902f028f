"""What letters call what has ended."""

from datetime import UTC, datetime

import pytest

from generation.engine.outbox.wording import in_words
from generation.states import About

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
FACTS = {
    "name": "Focus Funnel",
    "progress": {"completed": 7, "total": 7},
    "error": {"code": "network", "message": "Away."},
    "url": "https://galley.example/funnels/1/",
}
LAUNCH = {"blueprint": "launch", "subject": "Spring event"}


@pytest.mark.parametrize(
    ("which", "name"),
    [
        ({}, "Focus Funnel"),  # written before letters said so
        ({"blueprint": "funnel", "subject": ""}, "Focus Funnel"),
        (LAUNCH, "Focus Funnel / Launch: Spring event"),
        ({"blueprint": "launch", "subject": "Two\nlines"}, "Focus Funnel / Launch: Two lines"),
    ],
)
def test_a_letter_names_the_kind_and_subject_beside_the_funnel(which, name):
    assert in_words(About.COMPLETED, FACTS | which, at=NOW).subject == f"{name} is ready"
    assert in_words(About.FAILED, FACTS | which, at=NOW).text[0].startswith(f"{name} stopped")


def test_a_batch_tells_which_of_its_launches_failed():
    failed = {"name": "Focus Funnel", "subject": "Spring event", "error": FACTS["error"]}
    jobs = {"completed": 0, "failed": 1, "cancelled": 0}
    facts = {"name": "Spring", "blueprint": "launch", "jobs": jobs, "failed": [failed], "url": "/"}

    letter = in_words(About.BATCH_ENDED, facts, at=NOW)

    assert letter.listed == ("Focus Funnel / Launch: Spring event: Away.",)
