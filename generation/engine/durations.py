"""How long each task usually takes, asked in one statement: it is asked for every change that is shown."""

from collections.abc import Collection, Mapping

from django.db import connection

Durations = Mapping[str, float]
"""Seconds a task's key; a task that was not seen often enough is missing."""

_RUNS = 20
_FEWEST = 3  # attempts at a task: a median of less says too little


def usual_durations(blueprints: Collection[str], *, provider: str) -> dict[str, Durations]:
    """Return for each blueprint the median seconds a task's attempt took, by its last completed jobs.

    Only what this provider wrote counts: another may be a hundred times as fast. Waits are not counted.
    """
    found: dict[str, dict[str, float]] = {blueprint: {} for blueprint in blueprints}
    with connection.cursor() as cursor:
        cursor.execute(
            _MEDIANS,
            {"blueprints": list(found), "provider": provider, "runs": _RUNS, "fewest": _FEWEST},
        )
        for blueprint, key, seconds in cursor.fetchall():
            found[blueprint][key] = seconds
    return dict(found)


_MEDIANS = """
SELECT wanted.blueprint, task.key,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM attempt.ended_at - attempt.started_at))
  FROM unnest(%(blueprints)s::text[]) AS wanted (blueprint)
 CROSS JOIN LATERAL (
       SELECT id FROM generation_jobs
        WHERE blueprint = wanted.blueprint AND status = 'completed'
        ORDER BY completed_at DESC LIMIT %(runs)s) AS job
  JOIN generation_tasks AS task ON task.job_id = job.id
  JOIN task_attempts AS attempt ON attempt.task_id = task.id
 WHERE attempt.outcome = 'completed' AND attempt.provider = %(provider)s
 GROUP BY wanted.blueprint, task.key
HAVING count(*) >= %(fewest)s
"""
