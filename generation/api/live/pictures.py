"""Jobs as streams show them: read once and written out once, however many look on.

What differs from viewer to viewer is only what they may do, and that stands in the whole job alone.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from enum import Enum, auto
from itertools import count
from typing import Any
from uuid import UUID

from rest_framework.renderers import JSONRenderer

from generation.api.serializers.jobs import JobSerializer
from generation.engine.standing.jobs import JobStanding, seen_by
from generation.engine.standing.reach import Viewer
from generation.states import JobStatus

_PROGRESS = (
    *("status", "queue_position", "expected_start", "progress", "current_tasks"),
    "estimated_completion",
)
_numbers = count()


class Form(Enum):
    """How an event tells its job: of one job by its `seq`, as the event's id; of many by the job's own id."""

    ONE_JOB = auto()
    MANY_JOBS = auto()


class Picture:
    """A job as it stood when it was read, with every event that tells of it written out at most once."""

    def __init__(self, standing: JobStanding, *, read_at: float) -> None:
        job = standing.job
        self.job_id: UUID = job.pk
        self.seq: int = job.seq
        self.owner_id: int = job.funnel.owner_id
        self.is_open: bool = job.is_open
        self.is_queued: bool = job.status == JobStatus.QUEUED
        self.place = standing.queue_position
        self.read_at = read_at  # by the monotonic clock
        self._number = next(_numbers)
        self._standing = replace(standing, tasks=())  # kept for its actions alone
        self._data: dict[str, Any] = dict(JobSerializer(standing).data)
        self._written: dict[Hashable, bytes] = {}

    def whole(self, name: str, viewer: Viewer, form: Form) -> bytes:
        """Return the event of that name that tells the viewer the whole job."""
        actions = seen_by(self._standing, viewer).actions
        return self._once(
            (name, actions, form), lambda: self._event(name, self._data | {"actions": actions}, form)
        )

    def changes_since(self, before: "Picture", form: Form) -> bytes:
        """Return the events that lead there from an earlier picture of the same job; they may be none."""
        # By its number: a picture that kept the one before would keep them all.
        return self._once((before._number, form), lambda: b"".join(self._changes(before._data, form)))

    def _changes(self, before: dict[str, Any], form: Form) -> Iterator[bytes]:
        known = {task["key"]: task for task in before["tasks"]}
        for task in self._data["tasks"]:
            if task != known.get(task["key"]):
                yield self._event("task", task, form)
        if any(self._data[name] != before[name] for name in _PROGRESS):
            yield self._event("progress", {name: self._data[name] for name in _PROGRESS}, form)

    def _event(self, name: str, data: dict[str, Any], form: Form) -> bytes:
        if form is Form.ONE_JOB:
            return event(name, data, number=self.seq)
        return event(name, {"job": self.job_id} | data)

    def _once(self, key: Hashable, write: Callable[[], bytes]) -> bytes:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]


class Text:
    """What is written of a section so far, as a worker said it."""

    def __init__(self, job_id: UUID, word: Mapping[str, Any]) -> None:
        self.job_id = job_id
        self._said = {name: str(word.get(name, "")) for name in ("task", "section", "text")}
        self.task = self._said["task"]
        self._written: dict[Form, bytes] = {}

    def told(self, form: Form) -> bytes:
        if form not in self._written:
            named = {} if form is Form.ONE_JOB else {"job": self.job_id}
            self._written[form] = event("text", {**named, **self._said})
        return self._written[form]


def event(name: str, data: Any, *, number: int | None = None) -> bytes:
    """Return one event as it goes over the wire; JSON has no line breaks, so its data is one line."""
    line = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (line, name.encode(), JSONRenderer().render(data))
