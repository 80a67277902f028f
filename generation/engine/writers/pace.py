"""How fast writers were lately: what their last finished runs took, task by task.

One statement, because it is asked for every change of a job that is shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from generation.engine.writers.choice import Writer
from generation.states import Role

_MOST_RUNS = 50  # looked at, whoever wrote them; what was longer ago says little about today
_FEWEST_RUNS = 2  # one run says too little


@dataclass(frozen=True, kw_only=True)
class TaskPace:
    """What one task takes; waits between its attempts are not counted."""

    seconds: float
    input_tokens: int
    output_tokens: int
    cost_micro_usd: int


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What the tasks took at the median, by their key, in at most `runs` finished runs.

    A task that was not seen often enough is missing. The cost is what was booked, cached input and all.
    """

    tasks: Mapping[str, TaskPace]
    runs: int


def usual_paces(blueprints: Collection[str], cast: Mapping[Role, Writer]) -> dict[str, Pace]:
    """Return by blueprint what the last runs took, whoever owned them: each task with who has its role."""
    tasks: dict[str, dict[str, TaskPace]] = {blueprint: {} for blueprint in blueprints}
    runs = dict.fromkeys(blueprints, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            _MEDIANS,
            {
                "blueprints": list(tasks),
                "roles": [str(role) for role in cast],
                "providers": [writer.provider for writer in cast.values()],
                "models": [writer.model for writer in cast.values()],
                "most": _MOST_RUNS,
                "fewest": _FEWEST_RUNS,
            },
        )
        for blueprint, key, seen, seconds, input_tokens, output_tokens, cost in cursor.fetchall():
            runs[blueprint] = max(runs[blueprint], seen)
            tasks[blueprint][key] = TaskPace(
                seconds=seconds,
                input_tokens=round(input_tokens),
                output_tokens=round(output_tokens),
                cost_micro_usd=round(cost),
            )
    return {blueprint: Pace(tasks=tasks[blueprint], runs=runs[blueprint]) for blueprint in tasks}


_MEDIANS = """
SELECT wanted.blueprint, task.key, count(DISTINCT job.id),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM attempt.ended_at - attempt.started_at)),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY attempt.input_tokens),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY attempt.output_tokens),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY attempt.cost_micro_usd)
  FROM unnest(%(blueprints)s::text[]) AS wanted (blueprint)
 CROSS JOIN LATERAL (
       SELECT id FROM generation_jobs
        WHERE blueprint = wanted.blueprint AND status = 'completed' AND completed_at IS NOT NULL
        ORDER BY completed_at DESC LIMIT %(most)s) AS job
  JOIN generation_tasks AS task ON task.job_id = job.id
  JOIN task_attempts AS attempt ON attempt.task_id = task.id
  JOIN unnest(%(roles)s::text[], %(providers)s::text[], %(models)s::text[]) AS named (role, provider, model)
    ON task.role = named.role AND attempt.provider = named.provider AND attempt.model = named.model
 WHERE attempt.outcome = 'completed' AND attempt.provider_calls > 0 AND attempt.ended_at IS NOT NULL
 GROUP BY wanted.blueprint, task.key
HAVING count(DISTINCT job.id) >= %(fewest)s
"""
