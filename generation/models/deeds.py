"""The only writer of the audit log: what a person did, noted in the transaction in which it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from generation.acting import who_acts
from generation.models.audit import AuditEntry

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

_gathered: ContextVar[list[AuditEntry] | None] = ContextVar("gathered", default=None)


def note_deed(
    action: str, *, target: str, target_id: object, name: str | Callable[[], str], **data: Any
) -> None:
    """Note that whoever acts here did this; nothing is noted where Galley acts by itself.

    `target` is the kind of thing it was done to, `target_id` says which, `name` what people call it, or
    how to find that out. No secrets in `data`: staff read it.
    """
    actor = who_acts()
    if actor is None:
        return
    user = actor.find()
    entry = AuditEntry(
        actor=user,
        actor_name=user.get_username() if user else "",
        through=actor.through,
        action=action,
        target=target,
        target_id=str(target_id),
        target_name=(name if isinstance(name, str) else name())[:200],
        data=data,
    )
    if (gathered := _gathered.get()) is None:
        entry.save()
    else:
        gathered.append(entry)


@contextmanager
def noted_together() -> Iterator[None]:
    """Write what is noted inside in one statement, at the end."""
    gathered: list[AuditEntry] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    AuditEntry.objects.bulk_create(gathered)
