"""The only writer of the audit log: what a person did, noted in the transaction in which it is done."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from generation.acting import Actor, who_acts
from generation.models.audit import AuditEntry
from generation.models.batch import GenerationBatch
from generation.models.job import GenerationJob

DEEDS = frozenset(
    {
        "job_started",
        "job_cancelled",
        "job_resumed",
        "job_reset",
        "job_priority",
        "job_moved",
        "task_woken",
        "task_tried_again",
        "task_regenerated",
    }
)
"""The events of a job that a person brings about; what follows from them is Galley's own doing."""


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """An entry, and the batch of the job it is of."""

    entry: AuditEntry
    batch: GenerationBatch | None = None


_gathered: ContextVar[list[_Noted] | None] = ContextVar("gathered", default=None)


def note_deed(action: str, *, target: str, target_id: object, name: str, **data: Any) -> None:
    """Note that whoever acts here did this; nothing is noted where Galley acts by itself.

    `target` is the kind of thing it was done to, `target_id` says which, `name` what people call it. No
    secrets in `data`: staff read it.
    """
    if actor := who_acts():
        _keep(_Noted(entry=_entry(actor, action, target=target, target_id=target_id, name=name, data=data)))


def note_deed_on(job: GenerationJob, action: str, *, task: str = "") -> None:
    """Note that whoever acts here did this to the job, or to this part of it, as `note_deed` does.

    The entry names its batch, and its owner where somebody else acts.
    """
    if (actor := who_acts()) is None:
        return
    told = {"task": task, "batch": job.batch.name if job.batch else "", "owner": _owner(job, actor)}
    data = {name: value for name, value in told.items() if value}
    entry = _entry(actor, action, target="job", target_id=job.pk, name=job.funnel.name, data=data)
    _keep(_Noted(entry=entry, batch=job.batch))


@contextmanager
def noted_together() -> Iterator[None]:
    """Write what is noted inside in one statement, at the end.

    The same deed on several jobs of one batch is a single entry, of the batch: 500 would bury the others.
    """
    gathered: list[_Noted] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    AuditEntry.objects.bulk_create(_one_for_each_batch(gathered))


def _owner(job: GenerationJob, actor: Actor) -> str:
    user = actor.find()
    return "" if user and user.pk == job.owner_id else job.owner.get_username()


def _entry(
    actor: Actor, action: str, *, target: str, target_id: object, name: str, data: Mapping[str, Any]
) -> AuditEntry:
    user = actor.find()
    return AuditEntry(
        actor=user,
        actor_name=user.get_username() if user else "",
        through=actor.through,
        action=action,
        target=target,
        target_id=str(target_id),
        target_name=name[:200],
        data=data,
    )


def _keep(noted: _Noted) -> None:
    if (gathered := _gathered.get()) is None:
        noted.entry.save()
    else:
        gathered.append(noted)


def _one_for_each_batch(gathered: Sequence[_Noted]) -> list[AuditEntry]:
    alike: dict[tuple[str, object], list[_Noted]] = defaultdict(list)
    for place, noted in enumerate(gathered):
        alike[noted.entry.action, noted.batch.pk if noted.batch else place].append(noted)
    return [_entry_of_all(each) for each in alike.values()]


def _entry_of_all(alike: Sequence[_Noted]) -> AuditEntry:
    entry, batch = alike[0].entry, alike[0].batch
    if batch and len(alike) > 1:
        entry.target, entry.target_id, entry.target_name = "batch", str(batch.pk), batch.name
        entry.data = {"jobs": len(alike)} | {name: entry.data[name] for name in entry.data if name == "owner"}
    return entry
