"""The seven stages of an attempt, as the run page names and shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generation.models import GenerationTask, TaskAttempt
from generation.pipeline import STAGES
from generation.states import StageOutcome, TaskStatus
from generation.web.words import took

State = Literal["done", "running", "failed", "skipped", "ahead"]

_LABELS = {
    "validation": ("Check input", "Checking input"),
    "context_building": ("Gather context", "Gathering context"),
    "component_generation": ("Write sections", "Writing sections"),
    "template_assembly": ("Assemble", "Assembling"),
    "quality_validation": ("Check quality", "Checking quality"),
    "post_processing": ("Tidy up", "Tidying up"),
    "storage": ("Save", "Saving"),
}
_NAMES = [stage.name for stage in STAGES]
_STATES: dict[str, State] = {
    StageOutcome.SUCCESS: "done",
    StageOutcome.ERROR: "failed",
    StageOutcome.SKIPPED: "skipped",
}


@dataclass(frozen=True, kw_only=True)
class ShownStage:
    """One stage of the latest attempt; `took` is empty where it is not known, or not over."""

    label: str
    state: State = "ahead"
    took: str = ""


def shown_stages(task: GenerationTask, attempt: TaskAttempt | None) -> list[ShownStage]:
    """Return all stages; `attempt` is the latest of the task, None where there is none."""
    if task.status == TaskStatus.IN_PROGRESS:
        return [_under_way(number, task) for number in range(len(_NAMES))]
    if task.status == TaskStatus.PENDING or attempt is None:
        return [ShownStage(label=_label(name)) for name in _NAMES]
    records = {record["name"]: record for record in attempt.stages}
    return [_recorded(name, records.get(name), task) for name in _NAMES]


def doing(task: GenerationTask) -> str:
    """Return what a task in progress does now: "Writing sections, 3 of 7"."""
    if task.stage not in _NAMES:
        return "Starting"
    return f"{_LABELS[task.stage][1]}, {_NAMES.index(task.stage) + 1} of {len(_NAMES)}"


def _label(name: str) -> str:
    return _LABELS[name][0]


def _under_way(number: int, task: GenerationTask) -> ShownStage:
    label = _label(_NAMES[number])
    if number < task.stages_done:
        return ShownStage(label=label, state="done")
    return ShownStage(label=label, state="running" if number == task.stages_done else "ahead")


def _recorded(name: str, record: Mapping[str, Any] | None, task: GenerationTask) -> ShownStage:
    if record is None:
        finished = task.status == TaskStatus.COMPLETED
        return ShownStage(label=_label(name), state="done" if finished else "ahead")
    state = _STATES[record["outcome"]]
    return ShownStage(
        label=_label(name), state=state, took="skipped" if state == "skipped" else took(record["seconds"])
    )
