"""The check of a batch against what there is: whose funnels, whole briefs, nothing that runs already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from generation.blueprints.base import Blueprint
from generation.engine.batches.items import BatchItem, ReadRow, problems_of_row
from generation.engine.line.ranks import check_may_choose
from generation.engine.verbs.briefs import lacks_something
from generation.engine.verbs.moments import wrong_with_deadline
from generation.engine.verbs.new_jobs import StartOptions, problems_of
from generation.errors import NotAllowedError, RowProblem, RowsRefusedError
from generation.languages import LANGUAGES
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


def check_rows(
    owner: User,
    kind: Blueprint,
    rows: Sequence[ReadRow],
    *,
    usual: StartOptions,
    values: Values,
    beside: Mapping[str, str],
) -> list[WantedJob]:
    """Return what is wanted, in order; raises RowsRefusedError with all that is wrong, or was `beside` them.

    To be called in a transaction: the funnels there are stay as they are until it ends.
    """
    items = [row.item for row in rows if row.item]
    funnels = _hold_funnels(owner, [item.funnel for item in items if item.funnel])
    wanted: list[WantedJob] = []
    problems: list[RowProblem] = []
    for row in rows:
        wrong, each = dict(row.wrong), _wanted(owner, row, funnels, usual)
        if each:
            wrong = dict(_problems(owner, kind, each, values, is_described=_is_described(row))) | wrong
        elif not wrong:
            wrong = {"funnel": "There is no funnel of yours with this id."}
        problems.extend(problems_of_row(row.number, wrong))
        if each and not wrong:
            each.funnel.draft = _is_draft(kind, each)
            wanted.append(each)
    problems.extend(_rivals(kind, wanted))
    if problems or beside:
        raise RowsRefusedError(sorted(problems, key=lambda problem: problem.row), beside=beside)
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
    return Funnel(owner=owner, name=item.name or "", language=item.written_in, brief=item.brief or {})


def _wanted(
    owner: User, row: ReadRow, funnels: Mapping[UUID, Funnel], usual: StartOptions
) -> WantedJob | None:
    """Return what the row asks for; None where it is no item, or its funnel is not there."""
    if row.item is None:
        return None
    item = row.item
    funnel = funnels.get(item.funnel) if item.funnel else _new_funnel(owner, item)
    if funnel is None:
        return None
    return WantedJob(
        row=row.number,
        funnel=funnel,
        is_new=not item.funnel,
        inputs=item.inputs,
        options=item.options(usual),
    )


def _is_draft(kind: Blueprint, wanted: WantedJob) -> bool:
    """Whether the funnel of a row that is right is a draft; its brief was just looked at for this kind."""
    funnel = wanted.funnel
    if not wanted.is_new:
        return funnel.draft
    return kind.key != "funnel" and lacks_something(funnel.brief, funnel.language)


def _is_described(row: ReadRow) -> bool:
    """Whether there is a brief to look at: one of a funnel there is, or one that the row gives."""
    return bool(row.item and (row.item.funnel or row.item.brief is not None))


def _problems(
    owner: User, kind: Blueprint, wanted: WantedJob, values: Values, *, is_described: bool
) -> Iterator[tuple[str, str]]:
    options, funnel = wanted.options, wanted.funnel
    if wrong := wrong_with_deadline(options.deadline, scheduled_at=options.scheduled_at):
        yield "deadline", wrong
    if options.priority:
        try:
            check_may_choose(options.priority, owner, values)
        except NotAllowedError as error:
            yield "priority", error.message
    for path, says in problems_of(kind, funnel.brief, funnel.language, wanted.inputs).items():
        beside = path.removeprefix("brief.")
        if beside == "language" and funnel.language not in LANGUAGES:
            yield beside, f"{says}. Galley writes {', '.join(LANGUAGES)}."
        elif is_described or not path.startswith("brief"):
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
