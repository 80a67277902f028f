"""One item of a batch: what it may say, and the sentence for each thing it may not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from generation.engine.batches.items import BatchItem, ReadRow, Row, problems_of_row, read_rows
from generation.states import Priority

NEW = {"name": "Tea", "brief": {"topic": "Tea"}}
OLD = {"funnel": "5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11"}


def read_row(fields) -> ReadRow:
    (row,) = read_rows([Row(number=4, fields=fields)])
    return row


def read(fields) -> BatchItem:
    row = read_row(fields)
    assert row.item
    assert not row.wrong
    return row.item


def wrong_fields(fields) -> list[str]:
    problems = problems_of_row(4, read_row(fields).wrong)
    assert all(problem.row == 4 and problem.says.endswith(".") for problem in problems)
    return [problem.field for problem in problems]


def test_what_is_left_out_is_as_usual():
    item = read(NEW)

    assert (item.written_in, item.inputs, item.priority, item.deadline) == ("en", {}, None, None)


def test_a_file_says_everything_as_text():
    item = read(
        NEW
        | {"priority": "low", "lanes": "3", "skip_quality_check": "true", "deadline": "2090-01-01T09:00:00Z"}
    )

    assert (item.priority, item.lanes, item.skip_quality_check) == (Priority.LOW, 3, True)
    assert item.deadline == datetime(2090, 1, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ["name"]),
        ({"name": "Tea"}, ["brief"]),
        ({"brief": {}}, ["name"]),
        (NEW | {"name": "  "}, ["name"]),
        (NEW | {"name": "x" * 201}, ["name"]),
        (NEW | {"name": "two\nlines"}, ["name"]),
        (NEW | {"name": 7, "brief": []}, ["name", "brief"]),
        (NEW | {"brief": {"topic": "\0"}}, ["item"]),
        (NEW | {"inputs": "none"}, ["inputs"]),
        (NEW | {"priority": "urgent"}, ["priority"]),
        (NEW | {"lanes": 6}, ["lanes"]),
        (NEW | {"lanes": "many"}, ["lanes"]),
        (NEW | {"skip_quality_check": "perhaps"}, ["skip_quality_check"]),
        (NEW | {"deadline": "2090-01-01T00:00:00"}, ["deadline"]),
        (NEW | {"deadline": "2090-13-01T00:00:00Z"}, ["deadline"]),
        (NEW | {"scheduled_at": "2020-01-01T00:00:00Z"}, ["scheduled_at"]),
        (NEW | {"scheduled_at": 4_000_000_000}, ["scheduled_at"]),
        (NEW | {"prority": "high"}, ["prority"]),
        ({"funnel": "the first"}, ["funnel"]),
        (OLD | NEW, ["name", "brief"]),
        (OLD | {"language": "de"}, ["language"]),
        (["a", "list"], ["item"]),
        (None, ["item"]),
    ],
)
def test_what_an_item_may_not_say_is_named(fields, wrong):
    assert wrong_fields(fields) == wrong


def test_a_clock_that_goes_a_little_wrong_is_forgiven():
    now = timezone.now() - timedelta(seconds=30)

    assert read(OLD | {"scheduled_at": now.isoformat()}).scheduled_at == now


def test_of_very_much_that_is_wrong_the_first_is_told():
    assert len(wrong_fields({f"field_{number}": 1 for number in range(1000)})) == 50


def test_what_is_right_beside_a_wrong_field_is_read():
    row = read_row(NEW | {"lanes": 9, "priority": "low"})

    assert list(row.wrong) == ["lanes"]
    assert row.item
    assert (row.item.name, row.item.priority, row.item.lanes) == ("Tea", Priority.LOW, None)


@pytest.mark.parametrize("fields", [{"funnel": "the first"}, None, OLD | {"funnel": 7, "lanes": 9}])
def test_what_is_no_item_at_all_is_not_looked_at_further(fields):
    assert read_row(fields).item is None
