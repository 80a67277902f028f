"""Exports asked for, as tests find them."""

from typing import Any

from generation.engine.exporting import request_export
from generation.models import ExportFile, Funnel
from generation.states import ExportStatus
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write
from tests.support.processes import wait_until


def written_funnel(**fields: Any) -> Funnel:
    """Write a funnel with one finished part: the lead magnet's first."""
    funnel = make_funnel(**fields)
    write(start_running(funnel), 1)
    return funnel


def ask_for(funnel: Funnel, kind: str = "md", **options: Any) -> ExportFile:
    return request_export(funnel, format=kind, **options)


def wait_for_file(file: ExportFile, *, seconds: float = 60) -> ExportFile:
    """Return the file once it is ready or failed."""

    def ended() -> bool:
        file.refresh_from_db()
        return file.status != ExportStatus.MAKING

    assert wait_until(ended, seconds=seconds), f"{file.format}: {file.done} of {file.total}"
    return file
