"""How much is written for funnels, in words."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from generation.models import current_revisions


def count_words(
    funnel_ids: Iterable[UUID], *, blueprint: str = "funnel", subject: str = ""
) -> dict[UUID, int]:
    """Return the words that are shown of each funnel, in one query; a funnel without any is left out."""
    revisions = current_revisions().filter(
        section__funnel__in=list(funnel_ids),
        section__blueprint=blueprint,
        section__subject=subject,
        section__retired=False,
    )
    sums = revisions.order_by().values("section__funnel").annotate(sum=Sum("words"))
    return dict(sums.values_list("section__funnel", "sum"))
