"""The tasks whose parts are shown: those of the last job, and those of which a text stands all the same."""

from collections.abc import Collection, Mapping
from typing import Any

from generation.blueprints.base import Blueprint, TaskSpec


def shown_tasks(
    kind: Blueprint, inputs: Mapping[str, Any] | None, written: Collection[str]
) -> tuple[TaskSpec, ...]:
    """Return them in the order of all there can be; `written` are the keys of those with a text.

    `inputs` are the last job's. They may choose among the tasks; what an earlier job chose is shown as long
    as its text stands. Without a job, None, nobody knows them: what is written was chosen, and before
    anything is, all that can be chosen is shown.
    """
    every = kind.tasks({})
    if inputs is None:
        asks = bool(kind.inputs_schema.get("properties"))
        return tuple(task for task in every if task.key in written) if asks and written else every
    chosen = {task.key: task for task in kind.tasks(inputs)}
    return tuple(chosen.get(task.key, task) for task in every if task.key in chosen or task.key in written)
