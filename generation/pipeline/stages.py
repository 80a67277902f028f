"""What a stage is, and how a draft passes through a row of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from generation.errors import AttemptError
from generation.pipeline.draft import Draft, Tools
from generation.states import StageOutcome

log = structlog.get_logger(__name__)

Hook = Callable[[Draft], Draft]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the pipeline, as declared data.

    `skip` says of a draft that the stage has nothing to do for it. `on_error` answers a failure of this stage
    with the draft to go on with, or raises; without it the failure ends the run.
    """

    name: str
    run: Callable[[Draft, Tools], Draft]
    skip: Callable[[Draft], bool] | None = None
    on_error: Callable[[Draft, Exception], Draft] | None = None


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """Functions around the whole pipeline, each given the draft and answering it, changed or not.

    What a hook of `before` raises ends the run. What one of `after` raises is logged and passed over: the
    sections are stored by then.
    """

    before: tuple[Hook, ...] = ()
    after: tuple[Hook, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageRecord:
    """How one stage went."""

    name: str
    outcome: StageOutcome
    seconds: float


Record = Callable[[StageRecord], None]
ErrorHandler = Callable[[Stage, Draft, Exception], None]


def run_stages(
    stages: tuple[Stage, ...],
    draft: Draft,
    tools: Tools,
    *,
    record: Record,
    hooks: Hooks,
    on_error: ErrorHandler,
) -> Draft:
    """Pass the draft through the stages in turn and return what became of it.

    `record` gets each stage's record as it ends, the failed one's too. `on_error` is told of every failure
    before it is answered; it does not decide what follows.
    """
    for hook in hooks.before:
        draft = hook(draft)
    for stage in stages:
        draft = _run_stage(stage, draft, tools, record, on_error)
    for hook in hooks.after:
        draft = _run_after(hook, draft)
    return draft


def log_failure(stage: Stage, draft: Draft, error: Exception) -> None:
    """Log in which stage a fault of our own happened; whoever gets the error logs the error, and says it."""
    if not isinstance(error, AttemptError):
        log.error("Stage broke down", stage=stage.name, blueprint=draft.blueprint.key, task=draft.task.key)


def _run_stage(stage: Stage, draft: Draft, tools: Tools, record: Record, on_error: ErrorHandler) -> Draft:
    if stage.skip and stage.skip(draft):
        record(StageRecord(name=stage.name, outcome=StageOutcome.SKIPPED, seconds=0.0))
        return draft
    tools.enter_stage(stage.name)
    outcome = StageOutcome.ERROR  # also when the attempt is stopped, which is no Exception
    began = time.perf_counter()
    try:
        draft_after = stage.run(draft, tools)
        outcome = StageOutcome.SUCCESS
    except Exception as error:
        on_error(stage, draft, error)
        if stage.on_error is None:
            raise
        draft_after = stage.on_error(draft, error)
    finally:
        record(StageRecord(name=stage.name, outcome=outcome, seconds=time.perf_counter() - began))
    return draft_after


def _run_after(hook: Hook, draft: Draft) -> Draft:
    try:
        return hook(draft)
    except Exception:
        log.exception("Hook after the pipeline failed", task=draft.task.key)
        return draft
