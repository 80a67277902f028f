"""Exports asked for, as tests find them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.contrib.auth.models import User

from generation.engine.exporting.requests import request_export
from generation.models import ExportFile, Funnel, Revision, Section
from generation.states import ExportStatus
from tests.support.demo_funnel import write_funnel
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write
from tests.support.processes import wait_until


def written_funnel(**fields: Any) -> Funnel:
    """Write a funnel with one finished part: the lead magnet's first."""
    funnel = make_funnel(**fields)
    write(start_running(funnel), 1)
    return funnel


def whole_funnel(owner: User) -> Funnel:
    """Write a funnel with all its texts and without a job, so that no worker has anything to do with it."""
    funnel = make_funnel(owner)
    with ThreadPoolExecutor(1) as thread:  # a browser test has an event loop on this one
        written = thread.submit(write_funnel, funnel.brief).result()
    for task_key, finished in written.items():
        for piece in finished:
            section = Section.objects.create(
                funnel=funnel,
                blueprint="funnel",
                task_key=task_key,
                key=piece.spec.key,
                kind=piece.spec.kind,
                title=piece.spec.title,
                position=piece.position,
            )
            Revision.objects.create(section=section, number=1, body=piece.body, fields=dict(piece.fields))
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
