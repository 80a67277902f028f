"""A worker that kills itself with -9 as it comes to `DIES_IN`: `celery -A tests.support.dying_worker`.

`DIES_IN` names a stage, or "acknowledging": the result is stored by then, the message not acknowledged.
"""

import os
import signal
from typing import NoReturn

import django

from config.celery import app

django.setup()

from generation.engine.running.attempt import RunningAttempt  # noqa: E402 - models can be imported only now
from generation.pipeline.draft import Draft  # noqa: E402

__all__ = ["app"]

_DIES_IN = os.environ["DIES_IN"]
_enter_stage, _store = RunningAttempt.enter_stage, RunningAttempt.store


def _enter_or_die(attempt: RunningAttempt, name: str) -> None:
    _enter_stage(attempt, name)
    if name == _DIES_IN:
        _die()


def _store_or_die(attempt: RunningAttempt, draft: Draft) -> None:
    _store(attempt, draft)
    if _DIES_IN == "acknowledging":
        _die()


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("Nobody survives this.")


RunningAttempt.enter_stage, RunningAttempt.store = _enter_or_die, _store_or_die  # type: ignore[method-assign]
