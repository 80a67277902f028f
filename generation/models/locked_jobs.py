"""Many jobs moved in one transaction: locked in one order, and written in a few statements.

What may be written of them, and with which event, is in moves.py: only when it is written is another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Field, Model

from generation.models.deeds import noted_together
from generation.models.job import GenerationJob
from generation.models.moves import RIGHT_AFTER, LockedJob, give_back
from generation.models.task import GenerationTask

_Changes = dict[UUID, dict[str, Any]]


class LockedJobs:
    """Jobs whose row locks are held until the transaction ends, each with its tasks, in the order asked for.

    Their moves wait for `write`: until then they are to be read from the jobs here, not from the database.
    """

    def __init__(
        self, jobs: Collection[GenerationJob], tasks: Mapping[UUID, list[GenerationTask]], now: datetime
    ) -> None:
        self._of_jobs: _Changes = defaultdict(dict)
        self._of_tasks: _Changes = defaultdict(dict)
        self.jobs = [
            _OneOfMany(
                job,
                now + place * RIGHT_AFTER,
                tasks[job.pk],
                of_jobs=self._of_jobs,
                of_tasks=self._of_tasks,
            )
            for place, job in enumerate(jobs)
        ]

    def write(self) -> None:
        """Write what has been moved.

        To be called before an account is locked: writing an open job waits for who starts its rival, and they
        wait for the account. Raises IntegrityError where there is such a rival.
        """
        _write(GenerationTask, self._of_tasks)
        _write(GenerationJob, self._of_jobs)


class _OneOfMany(LockedJob):
    """One of them, `now` being a little later for each. Where nothing would change nothing is written."""

    def __init__(
        self,
        job: GenerationJob,
        now: datetime,
        tasks: list[GenerationTask],
        *,
        of_jobs: _Changes,
        of_tasks: _Changes,
    ) -> None:
        super().__init__(job, now, tasks)
        self._of_jobs = of_jobs
        self._of_tasks = of_tasks

    def write(self, **fields: Any) -> None:
        if _put(self.job, fields):
            self._of_jobs[self.job.pk] |= fields

    def write_task(self, task: GenerationTask, **fields: Any) -> None:
        if _put(task, fields):
            task.updated_at = self.now
            self._of_tasks[task.pk] |= fields | {"updated_at": self.now}


@contextmanager
def locked_jobs(ids: Collection[UUID]) -> Iterator[LockedJobs]:
    """Open a transaction that holds the row locks of these jobs, without those that are there no more.

    What was recorded of them is written at its end, and so are the deeds of whoever acts.
    """
    with transaction.atomic(), noted_together():
        now = _lock(ids)
        jobs = _load(ids)
        tasks: dict[UUID, list[GenerationTask]] = defaultdict(list)
        for task in GenerationTask.objects.filter(job__in=ids).order_by("position"):
            tasks[task.job_id].append(task)
        locked = LockedJobs([jobs[pk] for pk in ids if pk in jobs], tasks, now)
        yield locked
        locked.write()
        give_back(locked.jobs)


def _lock(ids: Collection[UUID]) -> datetime:
    """Lock the rows by their ids, and return the database's clock once all are held.

    So do all who lock several, and none waits for one who waits for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(ids)])
        now: datetime = cursor.fetchone()[0]
    return now


def _load(ids: Collection[UUID]) -> dict[UUID, GenerationJob]:
    jobs = GenerationJob.objects.select_related("funnel", "owner", "batch")
    return jobs.defer("brief", "inputs", "funnel__brief").in_bulk(ids)


def _put(row: Model, fields: Mapping[str, Any]) -> bool:
    """Give the row these values; return whether any of them is new."""
    columns = [field.attname for field in row._meta.concrete_fields if field.name in fields]
    before = [getattr(row, column) for column in columns]
    for name, value in fields.items():
        setattr(row, name, value)
    return before != [getattr(row, column) for column in columns]


def _write(model: type[Model], changes: _Changes) -> None:
    """Write the changes, in one statement for all rows of which the same fields have changed."""
    alike: dict[tuple[str, ...], list[UUID]] = defaultdict(list)
    for pk, fields in changes.items():
        alike[tuple(sorted(fields))].append(pk)
    for names, ids in alike.items():
        _write_fields(model, names, {pk: changes[pk] for pk in ids})
    changes.clear()


def _write_fields(model: type[Model], names: Collection[str], rows: _Changes) -> None:
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    values = [
        [field.get_db_prep_save(row[field.name], connection) for row in rows.values()] for field in fields
    ]
    arrays = ["%s::uuid[]", *(f"%s::{_type_of(field)}[]" for field in fields)]
    columns = [field.column for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE.format(
                table=model._meta.db_table,
                set=", ".join(f'"{column}" = new."{column}"' for column in columns),
                arrays=", ".join(arrays),
                columns=", ".join(f'"{column}"' for column in columns),
            ),
            [list(rows), *values],
        )


def _type_of(field: "Field[Any, Any]") -> str:
    """Return its type without a length: a cast to that would cut what is too long, and say nothing."""
    return str(field.db_type(connection)).partition("(")[0]


_LOCK = """
SELECT coalesce(max(clock_timestamp()), clock_timestamp())
  FROM (SELECT FROM generation_jobs WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE) AS locked
"""

_UPDATE = """
UPDATE {table} AS old SET {set} FROM unnest({arrays}) AS new(id, {columns}) WHERE old.id = new.id
"""
