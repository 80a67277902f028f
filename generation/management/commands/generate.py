"""`manage.py generate FILE.json`: one job through the real queue, followed to its export."""

import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Sum
from rich.console import Console

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.blueprints.base import Blueprint
from generation.durations import duration_in_words
from generation.engine.exporting.published import load_content
from generation.engine.writers.choice import how_a_model_would_write
from generation.errors import InvalidRequestError
from generation.exports import (
    FORMATS,
    ExportedFile,
    ExportError,
    UnfitFormatError,
    check_format,
    export_funnel,
    formats_for,
)
from generation.management.begin import Begun, CannotBeginError, begin, find_owner
from generation.management.brief_file import BriefFile, BriefFileError, read_brief_file
from generation.management.display import open_display
from generation.management.progress import follow
from generation.models import GenerationJob, TaskAttempt
from generation.providers import offline_providers
from generation.states import JobStatus, Role, TaskStatus

_STOPPED_BY_CTRL_C = 130


class Command(BaseCommand):
    help = (
        "Generates the funnel that FILE.json describes, shows how far it is, and writes its export. "
        "A job of that funnel which is under way already is followed instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="name, language and brief, as in generation/samples/")
        parser.add_argument(
            "--blueprint",
            choices=[kind.key for kind in BLUEPRINTS],
            default="funnel",
            help="what is written (default: funnel)",
        )
        parser.add_argument(
            "--out", type=Path, default=Path("out"), help="the folder for the export (default: out)"
        )
        parser.add_argument(
            "--format", choices=list(FORMATS), default="zip", help="how it is exported (default: zip)"
        )
        parser.add_argument("--user", help="its owner (on embedded servers demo, else the first superuser)")
        parser.add_argument("--resume", action="store_true", help="go on with the job that failed last")

    def handle(self, *args: Any, **options: Any) -> None:
        console, kind = Console(), get_blueprint(options["blueprint"])
        brief = _read(options["file"], kind)
        _check_format(options["format"], kind, brief)
        _make_folder(options["out"])
        try:
            with _quiet_log():
                begun = begin(brief, kind, find_owner(options["user"]), resume=options["resume"])
        except CannotBeginError as error:
            raise CommandError(str(error)) from error
        if begun.was_open:
            _say(console, f"Following the job of {brief.name} that is under way.")
        _follow(console, begun)
        _finish(console, begun.job, out=options["out"], file_format=options["format"])


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Keep the engine's own lines out of the terminal; what they say is shown as progress."""
    log = logging.getLogger("generation")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


def _read(path: Path, kind: Blueprint) -> BriefFile:
    try:
        return read_brief_file(path, kind)
    except BriefFileError as error:
        raise CommandError(str(error)) from error
    except InvalidRequestError as error:
        raise CommandError(_list_problems(f"{path} is not enough to write from:", error)) from error


def _check_format(name: str, kind: Blueprint, brief: BriefFile) -> None:
    """Refuse a format that is for nothing of this kind, before anything is written and paid for."""
    asked_for = {
        section.kind
        for task in kind.tasks(brief.inputs)
        for section in task.sections(brief.brief, brief.inputs, (), language=brief.language)
    }
    try:
        check_format(name, formats_for(asked_for))
    except UnfitFormatError as error:
        raise CommandError(f"--format: {error.problems['format']}") from error


def _list_problems(headline: str, error: InvalidRequestError) -> str:
    return "\n".join([headline, *(f"  {place}: {text}" for place, text in error.problems.items())])


def _make_folder(out: Path) -> None:
    """Make the folder before anything is written and paid for."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The folder {out} cannot be made: {error.strerror}.") from error


def _follow(console: Console, begun: Begun) -> None:
    job = begun.job
    try:
        with open_display(console) as display:
            for standing in follow(job.pk, since=begun.since):
                display.show(standing)
    except KeyboardInterrupt:
        _say(console, f"The job goes on in the background ({job.pk}).")
        _say(console, f"Run the same command to follow it again; POST /api/jobs/{job.pk}/cancel/ stops it.")
        sys.exit(_STOPPED_BY_CTRL_C)


def _finish(console: Console, job: GenerationJob, *, out: Path, file_format: str) -> None:
    job.refresh_from_db()
    funnel = job.funnel
    if job.status != JobStatus.COMPLETED:
        raise CommandError(_explain(job))
    _say(console, f"Making the export of {funnel.name}.")
    content = load_content(funnel, blueprint=job.blueprint, subject=job.subject)
    try:
        exported = export_funnel(content, file_format)
    except ExportError as error:
        raise CommandError(str(error)) from error
    path = _save(exported, out)
    _say(console, f"{funnel.name} is written: {_totals(job)}.")
    texts = TaskAttempt.objects.filter(task__job=job).exclude(task__role=Role.ILLUSTRATOR)
    if texts.filter(provider__in=offline_providers()).exists():
        _say(console, f"The demo writer wrote it, offline. {how_a_model_would_write()}")
    _say(console, f"{path} ({path.stat().st_size / 1024:,.0f} KB)")


def _explain(job: GenerationJob) -> str:
    """Say what failed, what is kept, and how to go on."""
    tasks = list(job.tasks.order_by("position"))
    kept = sum(task.status == TaskStatus.COMPLETED for task in tasks)
    return "\n".join(
        [
            "The job was cancelled." if job.status == JobStatus.CANCELLED else "The job failed.",
            *(f"  {task.name}: {task.error_message}" for task in tasks if task.status == TaskStatus.FAILED),
            f"What is finished is kept: {kept} of {len(tasks)} tasks.",
            "To write the rest, run the same command with --resume added.",
        ]
    )


def _totals(job: GenerationJob) -> str:
    words = job.tasks.aggregate(total=Sum("words"))["total"] or 0
    attempts = TaskAttempt.objects.filter(task__job=job)
    calls = attempts.aggregate(total=Sum("provider_calls"))["total"] or 0
    seconds = (job.completed_at - job.queued_at).total_seconds() if job.completed_at else 0
    return f"{words:,} words in {calls} provider calls and {duration_in_words(ceil(seconds))}"


def _save(exported: ExportedFile, out: Path) -> Path:
    """Write the file whole or not at all, and return where it is."""
    path = out / exported.name
    unfinished = out / f".{exported.name}.{os.getpid()}"
    try:
        unfinished.write_bytes(exported.data)
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
