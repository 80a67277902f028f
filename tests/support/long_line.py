"""Thousands of jobs in line, as rows that are made all at once: for what depends on how many there are."""

from collections.abc import Sequence

from django.db import connection

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationBatch, GenerationJob, GenerationTask

BATCHES = 2


def lengthen_line(
    jobs: int, funnels: Sequence[Funnel], *, blueprint: str = "funnel", tasks: bool = True
) -> None:
    """Put so many jobs in line, by turns for each of these funnels: of every priority and score and of many
    ages, in two batches and in none, one in fifty for later. Each is a copy of a job that is started here,
    with its `tasks` or without.
    """
    model = start_job(funnels[0], blueprint=blueprint)
    owners = [funnel.owner_id for funnel in funnels]
    batches = GenerationBatch.objects.bulk_create(
        GenerationBatch(owner_id=owner, name=f"Batch {number}", blueprint=blueprint)
        for number in range(BATCHES)
        for owner in owners
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _COPY_JOBS.format(columns=_all_but(GenerationJob, _DIFFERENT)),
            {
                "model": model.pk,
                "jobs": jobs,
                "funnels": [funnel.pk for funnel in funnels],
                "owners": owners,
                "batches": [batch.pk for batch in batches],
                "chosen": BATCHES + 1,
            },
        )
        if tasks:
            columns = _all_but(GenerationTask, ("id", "job_id"))
            cursor.execute(_COPY_TASKS.format(columns=columns), {"model": model.pk})
        cursor.execute("ANALYZE generation_jobs, generation_tasks")


def _all_but(model: type[GenerationJob] | type[GenerationTask], columns: Sequence[str]) -> str:
    names = [field.column for field in model._meta.concrete_fields if field.column not in columns]
    return ", ".join(f'"{name}"' for name in names)


_DIFFERENT = (
    *("id", "funnel_id", "owner_id", "batch_id", "subject", "status", "priority", "score"),
    *("queued_at", "scheduled_at"),
)

_COPY_JOBS = """
INSERT INTO generation_jobs (id, funnel_id, owner_id, batch_id, subject, status, priority, score, queued_at,
                             scheduled_at, {columns})
SELECT gen_random_uuid(), (%(funnels)s::uuid[])[1 + place], (%(owners)s::int[])[1 + place],
       (%(batches)s::uuid[])[1 + place + cardinality(%(owners)s::int[]) * (turn %% %(chosen)s)],
       'copy ' || number, 'queued', (ARRAY['high', 'normal', 'low'])[1 + turn %% 3], 40 + 10 * (turn %% 4),
       statement_timestamp() - make_interval(mins => number %% 150),
       CASE WHEN number %% 50 = 0 THEN statement_timestamp() + interval '1 hour' END, {columns}
  FROM generate_series(1, %(jobs)s) AS number,
       LATERAL (SELECT number %% cardinality(%(owners)s::int[]) AS place,
                       number / cardinality(%(owners)s::int[]) AS turn) AS spread,
       (SELECT {columns} FROM generation_jobs WHERE id = %(model)s) AS model
"""

_COPY_TASKS = """
INSERT INTO generation_tasks (id, job_id, {columns})
SELECT gen_random_uuid(), job.id, {columns}
  FROM (SELECT id FROM generation_jobs WHERE subject LIKE 'copy %%') AS job,
       (SELECT {columns} FROM generation_tasks WHERE job_id = %(model)s) AS model
"""
