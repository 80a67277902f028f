"""The log of a run in words: one line an event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generation.causes import cause_of
from generation.models import JobEvent
from generation.web.words import counted, took

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: `about` names the part, empty where it is about the run or the part is known."""

    seq: int
    at: datetime
    says: str
    about: str = ""


def log_lines(events: Sequence[JobEvent], names: Mapping[str, str], *, parts: int) -> list[Line]:
    """Return the events in words; `names` are the names by key of those of the `parts` that need naming."""
    return [
        Line(seq=event.seq, at=event.at, says=_in_words(event, parts), about=names.get(event.task_key, ""))
        for event in events
    ]


def _in_words(event: JobEvent, parts: int) -> str:
    if event.kind == "job_reset":
        return _reset(event.data, parts)
    words = _WORDS.get(event.kind)
    if words is None:
        return event.kind.replace("_", " ").capitalize()
    return words if isinstance(words, str) else words(event.data)


def _started(data: Data) -> str:
    return "Generation was asked for, and put off" if data.get("put_off") else "Generation was asked for"


def _kept(data: Data) -> str:
    kept = len(data.get("kept", ()))
    resumed = "Resumed by itself" if data.get("by") == "incident" else "Resumed"
    if not kept:
        return f"{resumed}; nothing was finished"
    return f"{resumed}; {counted(kept, 'finished part is', 'finished parts are')} kept and not written again"


def _reset(data: Data, parts: int) -> str:
    """Say it as its button did: a finished run is regenerated, any other begins again."""
    finished = len(data.get("anew", ()))
    did = "Regenerate all was asked for" if finished == parts else "Started over"
    kept = f"; {counted(finished, 'part keeps its', 'parts keep their')} earlier versions"
    return f"{did}{kept}" if finished else did


def _moved(data: Data) -> str:
    if "put_off" not in data:
        return "The deadline was changed"
    return "Put off" if data["put_off"] else "Brought forward; it starts when its turn comes"


def _waiting(data: Data) -> str:
    attempt = int(data.get("attempt", 1))
    starts = f"starts in {took(float(data['seconds']))}" if data.get("seconds") else "starts at once"
    by = f" with {data['writer']}" if data.get("writer") else ""
    return f"Try {attempt}: {_cause(data)}; try {attempt + 1}{by} {starts}"


def _failed(data: Data) -> str:
    reason = f" {data['reason']}" if data.get("reason") else ""
    return f"Stopped{reason}: {_cause(data)}"


def _cause(data: Data) -> str:
    return cause_of(str(data.get("code", ""))).words


_WORDS: Mapping[str, str | Callable[[Data], str]] = {
    "job_started": _started,
    "job_admitted": "Writing begins",
    "job_completed": "Everything is written",
    "job_failed": "The run stopped",
    "job_cancelled": "Cancelled; finished parts are kept",
    "job_left_cancelled": "Written; the rest stays cancelled",
    "job_resumed": _kept,
    "job_priority": lambda data: f"Priority is {data.get('priority', 'changed')} now",
    "job_moved": _moved,
    "task_started": lambda data: f"Try {data.get('attempt', '')} begins",
    "task_completed": lambda data: f"Done, {counted(data.get('words') or 0, 'word')}",
    "task_waiting": _waiting,
    "task_failed": _failed,
    "task_held": lambda data: data.get("message") or "On hold",
    "task_let_go": "It may go on",
    "job_left_failed": lambda data: data.get("reason") or "It was not resumed by itself",
    "task_lost": "Its worker was lost; it is picked up again",
    "task_released": "Given back for a restart; it is picked up again",
    "task_woken": "Try now was asked for",
    "task_tried_again": "Try again was asked for",
    "task_regenerated": "Regenerate was asked for",
    "chain_sent_again": "Its message was lost and is sent again",
    "support_asked": "Support was asked for help",
}
