"""How fast a writer was lately: what the last finished runs took, task by task."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from generation.engine.writers import Writer
from generation.models import GenerationJob, TaskAttempt
from generation.states import AttemptOutcome, JobStatus

_MOST_RUNS = 50  # looked at, whoever wrote them; what was longer ago says little about today


@dataclass(frozen=True, kw_only=True)
class TaskPace:
    """What one task takes."""

    seconds: float
    input_tokens: int
    output_tokens: int
    cost_micro_usd: int


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What the tasks took at the median, by their key, in `runs` finished runs."""

    tasks: Mapping[str, TaskPace]
    runs: int


def pace_of(writer: Writer, blueprint: str) -> Pace:
    """Return what this writer's last runs took, whoever owned them."""
    runs = (
        GenerationJob.objects.filter(
            blueprint=blueprint, status=JobStatus.COMPLETED, completed_at__isnull=False
        )
        .order_by("-completed_at")
        .values_list("pk", flat=True)[:_MOST_RUNS]
    )
    attempts = TaskAttempt.objects.order_by().filter(
        task__job__in=list(runs),
        outcome=AttemptOutcome.COMPLETED,
        provider=writer.provider,
        model=writer.model,
        provider_calls__gt=0,
        ended_at__isnull=False,
    )
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    jobs = set()
    for job, key, *facts in attempts.values_list("task__job", "task__key", *_FACTS):
        jobs.add(job)
        rows[key].append(tuple(facts))
    return Pace(tasks={key: _typical(found) for key, found in rows.items()}, runs=len(jobs))


_FACTS = ("started_at", "ended_at", "input_tokens", "output_tokens", "cost_micro_usd")


def _typical(rows: list[tuple[Any, ...]]) -> TaskPace:
    """Return the medians. The cost is the one that was booked, in which the prompt cache is counted."""
    return TaskPace(
        seconds=median((ended - started).total_seconds() for started, ended, *_ in rows),
        input_tokens=round(median(row[2] for row in rows)),
        output_tokens=round(median(row[3] for row in rows)),
        cost_micro_usd=round(median(row[4] for row in rows)),
    )
