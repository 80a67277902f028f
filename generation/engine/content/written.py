"""What is written of a funnel, without its texts: how much, how good, and what a person holds on to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, QuerySet, Sum

from generation.models import Funnel, shown_content


@dataclass(frozen=True, kw_only=True)
class WrittenPiece:
    """One section that is shown. `hints` counts the advice beside it.

    `held` says that a person edited or locked it, so that new text is only offered beside it; `offered` that
    such text is there.
    """

    task_key: str
    key: str
    title: str
    words: int
    hints: int
    held: bool
    offered: bool


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much is shown of a funnel, whichever jobs wrote it: parts of which any section is there."""

    words: int = 0
    parts: int = 0


def what_is_written(
    funnel: Funnel, *, blueprint: str = "funnel", subject: str = ""
) -> dict[str, list[WrittenPiece]]:
    """Return the sections that are shown, by the key of their task, in their order."""
    shown = shown_content(blueprint=blueprint, subject=subject).filter(section__funnel=funnel)
    rows = (
        shown.order_by("section__position")
        .select_related(None)
        .annotate(hints=Func(F("advice"), function="jsonb_array_length", output_field=IntegerField()))
    )
    pieces: dict[str, list[WrittenPiece]] = defaultdict(list)
    for task_key, key, title, words, hints, edited, locked, offered in rows.values_list(
        *("section__task_key", "section__key", "section__title", "words", "hints"),
        *("section__edited", "section__locked", "section__offered"),
    ):
        pieces[task_key].append(
            WrittenPiece(
                task_key=task_key,
                key=key,
                title=title,
                words=words,
                hints=hints,
                held=edited or locked,
                offered=offered is not None,
            )
        )
    return dict(pieces)


def amounts_written(
    funnel_ids: Iterable[UUID], *, blueprint: str = "funnel", subject: str = ""
) -> dict[UUID, Amount]:
    """Return how much is shown of each funnel, in one query; a funnel without any is left out."""
    shown = shown_content(blueprint=blueprint, subject=subject).filter(section__funnel__in=list(funnel_ids))
    sums = shown.order_by().values("section__funnel")
    sums = sums.annotate(sum=Sum("words"), parts=Count("section__task_key", distinct=True))
    rows = sums.values_list("section__funnel", "sum", "parts")
    return {funnel_id: Amount(words=words, parts=parts) for funnel_id, words, parts in rows}


def knowing_of_text(
    funnels: QuerySet[Funnel], *, blueprint: str = "funnel", subject: str = ""
) -> QuerySet[Funnel]:
    """Return the funnels, to be filtered by `has_text`: whether anything is shown of them."""
    shown = shown_content(blueprint=blueprint, subject=subject).filter(section__funnel=OuterRef("pk"))
    return funnels.alias(has_text=Exists(shown))
