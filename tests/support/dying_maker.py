"""A worker that kills itself with -9 in the middle of an export: `celery -A tests.support.dying_maker`."""

import os
import signal
from typing import NoReturn

import django

from config.celery import app

django.setup()

from generation.engine.exporting import making  # noqa: E402 - models can be imported only now

__all__ = ["app"]


def _die(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("Nobody survives this.")


making.export_funnel = _die  # type: ignore[assignment]
