"""What a run has cost, in words."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q

from generation.engine.standing.used import Used
from generation.models import GenerationJob, TaskAttempt
from generation.providers import offline_providers

_CENT = Decimal("0.01")


def spent(usage: Used, *, by_demo: bool) -> str:
    """Return what was spent; "" where nobody was asked yet, or at a price that is not known."""
    if usage.cost_micro_usd:
        return f"${usage.cost_usd:.2f}" if usage.cost_usd >= _CENT else "less than $0.01"
    return "free" if by_demo else ""


def written_by_demo(jobs: Sequence[GenerationJob]) -> set[UUID]:
    """Return the ids of the jobs that asked the demo writer and nobody else: it has no price."""
    calls = TaskAttempt.objects.filter(task__job__in=jobs, provider_calls__gt=0).order_by()
    others = Count("pk", filter=~Q(provider__in=offline_providers()))
    return set(calls.values_list("task__job", flat=True).annotate(others=others).filter(others=0))
