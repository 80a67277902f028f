"""What attempts have used, taken together: calls, tokens and money. Here alone they are added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from generation.engine.allowances.spending import MICRO
from generation.models import TaskAttempt


@dataclass(frozen=True, kw_only=True)
class Used:
    """What some attempts used together, those that failed included."""

    provider_calls: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_micro_usd: int = 0

    @property
    def cost_usd(self) -> Decimal:
        return cost_in_usd(self.cost_micro_usd)


_AMOUNTS = tuple(field.name for field in fields(Used))


def used_by_jobs(ids: Sequence[UUID]) -> dict[UUID, Used]:
    """Return what the attempts of these jobs used; a job without attempts is not among them."""
    if not ids:
        return {}
    attempts = TaskAttempt.objects.filter(task__job__in=ids).order_by()
    rows = attempts.values("task__job").annotate(**sums("in_all"))
    return {row["task__job"]: read_sums(row, "in_all") for row in rows}


def sums(name: str, *, where: Q | None = None) -> dict[str, Sum]:
    """Return what adds up each amount of attempts; `read_sums` takes them out of a row by the same name."""
    return {f"{amount}_{name}": Sum(amount, filter=where, default=0) for amount in _AMOUNTS}


def read_sums(row: Mapping[str, Any], name: str) -> Used:
    return Used(**{amount: row[f"{amount}_{name}"] for amount in _AMOUNTS})


def together(parts: Iterable[Used]) -> Used:
    """Return what all of these used."""
    each = tuple(parts)
    return Used(**{amount: sum(getattr(used, amount) for used in each) for amount in _AMOUNTS})


def cost_in_usd(micro_usd: int) -> Decimal:
    return Decimal(micro_usd) / MICRO
