"""The tasks of new jobs, written for moves.py: those that many jobs have alike are copied by the database."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, JSONField

from generation.models.task import GenerationTask

_NESTED = (ArrayField, JSONField)
"""Fields whose values are lists and the like, which are no keys."""


def write_new_tasks(tasks: Sequence[GenerationTask]) -> None:
    """Write new tasks, in full only the first of those that are alike, and the others as its copies.

    Written in full by Django, the thousands of a batch took most of the time in which it was started.
    """
    alike = _what_is_alike()
    firsts: dict[Hashable, GenerationTask] = {}
    copies: list[tuple[GenerationTask, GenerationTask]] = []
    for task in tasks:
        first = firsts.setdefault(alike(task), task)
        if first is not task:
            copies.append((task, first))
    GenerationTask.objects.bulk_create(firsts.values())
    if copies:
        _copy(copies)


def _what_is_alike() -> Callable[[GenerationTask], Hashable]:
    """Return a function whose values are equal for tasks that are alike.

    Values are compared and not printed: what the database is to fill in (`db_default`) prints as an address.
    """
    nested = [field.attname for field in _told() if isinstance(field, _NESTED)]
    plain = [field.attname for field in _told() if not isinstance(field, _NESTED)]
    of_plain, of_nested = attrgetter(*plain), attrgetter(*nested)
    return lambda task: (of_plain(task), repr(of_nested(task)))


def _told() -> Iterator["Field[Any, Any]"]:
    """Yield the fields that tasks of several jobs may have alike."""
    return (field for field in GenerationTask._meta.concrete_fields if field.name not in ("id", "job"))


def _copy(copies: Sequence[tuple[GenerationTask, GenerationTask]]) -> None:
    """Write the first of each pair as a copy of the second, which is written already."""
    columns = [f'"{field.column}"' for field in _told()]
    with connection.cursor() as cursor:
        cursor.execute(
            _COPY.format(columns=", ".join(columns), of_first=", ".join(f"first.{name}" for name in columns)),
            {
                "id": [str(task.pk) for task, _ in copies],
                "job": [str(task.job_id) for task, _ in copies],
                "alike": [str(first.pk) for _, first in copies],
                "firsts": list({str(first.pk) for _, first in copies}),
            },
        )
    written = [field.attname for field in _told() if field.db_returning]
    for task, first in copies:
        task.created_at, task.updated_at = first.created_at, first.updated_at
        for name in written:
            setattr(task, name, getattr(first, name))
        task._state.adding, task._state.db = False, first._state.db


# The few that are copied are read by their ids first: a join with the whole table may be one with all of it.
_COPY = """
WITH first AS MATERIALIZED (
    SELECT * FROM generation_tasks WHERE id = ANY(%(firsts)s::uuid[])
)
INSERT INTO generation_tasks (id, job_id, {columns})
SELECT new.id, new.job, {of_first}
  FROM unnest(
           %(id)s::uuid[], %(job)s::uuid[], %(alike)s::uuid[]
       ) WITH ORDINALITY AS new(id, job, alike, place)
  JOIN first ON first.id = new.alike
 ORDER BY place
"""
