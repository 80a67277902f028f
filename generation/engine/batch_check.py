"""The check of a batch against what there is: whose funnels, whole briefs, nothing that runs already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from generation.blueprints.base import Blueprint
from generation.engine.batch_items import BatchItem, problems_of_row
from generation.engine.briefs import lacks_something
from generation.engine.new_jobs import StartOptions, problems_of
from generation.engine.ranks import check_may_choose
from generation.errors import NotAllowedError, RowProblem, RowsRefusedError
from generation.models import Funnel, GenerationJob
from generation.states import OPEN_JOB
from settings_app.schema import Values

_RUNS = "This funnel is being generated already. Wait for it or cancel it first."


@dataclass(frozen=True, kw_only=True)
class WantedJob:
    """What a row asks for; its funnel is not written yet where it `is_new`."""

    row: int
    funnel: Funnel
    is_new: bool
    inputs: Mapping[str, Any]
    options: StartOptions


def check_items(
    owner: User,
    kind: Blueprint,
    items: Sequence[tuple[int, BatchItem]],
    *,
    usual: StartOptions,
    values: Values,
) -> list[WantedJob]:
    """Return what is wanted, in order; raises RowsRefusedError with all that is wrong.

    To be called in a transaction: the funnels there are stay as they are until it ends.
    """
    funnels = _hold_funnels(owner, [item.funnel for _, item in items if item.funnel])
    wanted: list[WantedJob] = []
    problems: list[RowProblem] = []
    for row, item in items:
        funnel = funnels.get(item.funnel) if item.funnel else _new_funnel(owner, item)
        options = item.options(usual)
        wrong = dict(_problems(owner, kind, funnel, item.inputs, options, values))
        problems.extend(problems_of_row(row, wrong))
        if funnel and not wrong:
            wanted.append(
                WantedJob(row=row, funnel=funnel, is_new=not item.funnel, inputs=item.inputs, options=options)
            )
    problems.extend(_rivals(kind, wanted))
    if problems:
        raise RowsRefusedError(sorted(problems, key=lambda problem: problem.row))
    return wanted


def running_already(kind: Blueprint, wanted: Iterable[WantedJob]) -> list[RowProblem]:
    """Return the rows whose funnels have an open job of this kind and subject."""
    old = [each for each in wanted if not each.is_new]
    found = GenerationJob.objects.filter(
        funnel__in=[each.funnel for each in old], blueprint=kind.key, status__in=OPEN_JOB
    )
    running = set(found.values_list("funnel_id", "subject"))
    return [
        RowProblem(row=each.row, field="funnel", says=_RUNS)
        for each in old
        if _subject(kind, each) in running
    ]


def _hold_funnels(owner: User, ids: Sequence[UUID]) -> dict[UUID, Funnel]:
    """Lock those that are the owner's, in one order: two batches never wait for each other."""
    funnels = Funnel.objects.filter(owner=owner, pk__in=ids).order_by("pk").select_for_update(no_key=True)
    found = {funnel.pk: funnel for funnel in funnels}
    for funnel in found.values():
        funnel.owner = owner
    return found


def _new_funnel(owner: User, item: BatchItem) -> Funnel:
    brief, language = item.brief or {}, item.written_in
    return Funnel(
        owner=owner,
        name=item.name or "",
        language=language,
        brief=brief,
        draft=lacks_something(brief, language),
    )


def _problems(
    owner: User,
    kind: Blueprint,
    funnel: Funnel | None,
    inputs: Mapping[str, Any],
    options: StartOptions,
    values: Values,
) -> Iterator[tuple[str, str]]:
    if funnel is None:
        yield "funnel", "There is no funnel of yours with this id."
        return
    if options.deadline and options.scheduled_at and options.deadline < options.scheduled_at:
        yield "deadline", "The deadline is before the start."
    if options.priority:
        try:
            check_may_choose(options.priority, owner, values)
        except NotAllowedError as error:
            yield "priority", error.message
    for path, says in problems_of(kind, funnel.brief, funnel.language, inputs).items():
        beside = path.removeprefix("brief.")
        yield beside if beside in ("language", "brief") else path, says


def _rivals(kind: Blueprint, wanted: Sequence[WantedJob]) -> Iterator[RowProblem]:
    """Yield the rows that could not run beside another, or beside what runs already."""
    first: dict[tuple[UUID, str], int] = {}
    for each in wanted:
        row = first.setdefault(_subject(kind, each), each.row)
        if row != each.row:
            says = f"Row {row} asks for the same of the same funnel. Keep one of them."
            yield RowProblem(row=each.row, field="funnel", says=says)
    yield from running_already(kind, wanted)


def _subject(kind: Blueprint, wanted: WantedJob) -> tuple[UUID, str]:
    return wanted.funnel.pk, kind.subject(wanted.inputs)
