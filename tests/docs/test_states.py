"""docs/states.md says what generation/states.py says, and names code that exists."""

from importlib import import_module

import pytest

from generation.states import JOB_MOVES, TASK_MOVES, AttemptOutcome, ExportStatus, JobStatus, TaskStatus
from tests.support.documents import ROOT, names_in, rows_below

PAGE = "docs/states.md"
MOVES = {"job": (JOB_MOVES, JobStatus.QUEUED), "task": (TASK_MOVES, TaskStatus.PENDING)}


def moves_of(thing):
    return [(tuple(names_in(source)), *names_in(target)) for source, target, *_ in rows_below(PAGE, thing)]


@pytest.mark.parametrize(("thing", "statuses"), [("job", JobStatus), ("task", TaskStatus)])
def test_every_state_is_described_once(thing, statuses):
    described = [names_in(row[0])[0] for row in rows_below(PAGE, f"States of a {thing}")]

    assert sorted(described) == sorted(statuses)


@pytest.mark.parametrize("thing", MOVES)
def test_every_move_is_described_once_and_no_other(thing):
    allowed, first = MOVES[thing]
    described = [(*source, target) for source, target in moves_of(f"Moves of a {thing}")]

    assert sorted(described) == sorted([*allowed, (first,)])


@pytest.mark.parametrize("thing", MOVES)
def test_who_makes_a_move_exists(thing):
    verbs = {verb for row in rows_below(PAGE, f"Moves of a {thing}") for verb in names_in(row[2])}
    places = {verb: verb.rpartition(".") for verb in verbs}
    missing = [
        verb
        for verb, (module, _, name) in places.items()
        if not hasattr(import_module(f"generation.{module}"), name)
    ]

    assert verbs
    assert missing == []


def test_every_outcome_of_an_attempt_is_named():
    text = (ROOT / PAGE).read_text().split("## Outcomes of an attempt", 1)[1].partition("\n## ")[0]

    assert set(names_in(text)) == set(AttemptOutcome)


def test_every_state_of_an_export_is_named():
    text = (ROOT / PAGE).read_text().split("## States of an export", 1)[1].partition("\n## ")[0]

    assert set(names_in(text)) == set(ExportStatus)
