"""What keeps a task whose turn it is from being claimed, each said as a hold."""

from uuid import UUID

from generation.engine.gate import Wait
from generation.engine.holds import hold_task

PROVIDER_GATE = "provider_gate"

_NOT_WORTH_SAYING_SECONDS = 2.0


def waits_at_gate(task_id: UUID, epoch: int, wait: Wait) -> bool:
    """Whether the task is to wait for its turn at the provider; what takes long is said."""
    if wait.seconds < _NOT_WORTH_SAYING_SECONDS:
        return True
    if wait.asked:
        says = f"The AI service asked everybody to wait for {wait.asked:g} s. Nothing is lost."
    else:
        says = "It waits for its turn at the AI service, which takes only so many calls a minute."
    return hold_task(task_id, epoch, code=PROVIDER_GATE, message=says, seconds=wait.seconds)
