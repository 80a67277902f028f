"""The log in words."""

from datetime import UTC, datetime

import pytest

from generation.models import JobEvent
from generation.web.runs.log import log_lines

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def says(kind: str, **data: object) -> str:
    (line,) = log_lines([JobEvent(seq=1, kind=kind, data=data, at=NOON)], {}, parts=2)
    return line.says


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("job_started", {}, "Generation was asked for"),
        ("job_started", {"put_off": True}, "Generation was asked for, and put off"),
        ("job_resumed", {"kept": ["a", "b"]}, "Resumed; 2 finished parts are kept and not written again"),
        ("job_resumed", {"kept": []}, "Resumed; nothing was finished"),
        ("job_resumed", {"kept": [], "by": "incident"}, "Resumed by itself; nothing was finished"),
        ("job_left_failed", {"reason": "It came no further."}, "It came no further."),
        ("job_reset", {"anew": ["a"]}, "Started over; 1 part keeps its earlier versions"),
        (
            "job_reset",
            {"anew": ["a", "b"]},
            "Regenerate all was asked for; 2 parts keep their earlier versions",
        ),
        ("job_reset", {}, "Started over"),
        ("task_started", {"attempt": 3}, "Try 3 begins"),
        (
            "task_waiting",
            {"code": "provider_busy", "attempt": 1, "seconds": 10.0},
            "Try 1: the AI service is busy; try 2 starts in 10 s",
        ),
        (
            "task_waiting",
            {"code": "provider_error", "attempt": 1, "seconds": 5, "writer": "anthropic:claude-haiku-5-5"},
            "Try 1: the AI service failed; try 2 with anthropic:claude-haiku-5-5 starts in 5 s",
        ),
        ("task_held", {"message": "The AI service asked for 42 s."}, "The AI service asked for 42 s."),
        ("task_held", {}, "On hold"),
        (
            "task_failed",
            {"code": "timeout", "reason": "after 7 tries"},
            "Stopped after 7 tries: no whole answer came in time",
        ),
        ("task_failed", {"code": "worker_lost"}, "Stopped: its worker was lost time and again"),
        ("task_completed", {"words": 2310}, "Done, 2,310 words"),
        ("task_lost", {"losses": 1}, "Its worker was lost; it is picked up again"),
        ("something_new", {}, "Something new"),
    ],
)
def test_each_event_is_a_sentence(kind, data, words):
    assert says(kind, **data) == words


def test_a_line_names_its_part_where_several_are_told_of():
    event = JobEvent(seq=7, kind="task_started", task_key="bump_full", data={"attempt": 1}, at=NOON)

    (line,) = log_lines([event], {"bump_full": "Bump"}, parts=2)

    assert (line.about, line.seq, line.at) == ("Bump", 7, NOON)
