"""An export made: claimed by one worker, which shows how far it is, and written down when it is there."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from generation.engine.database import DATABASE_AWAY, until_stored
from generation.engine.exporting.requests import SILENT, announce_file
from generation.exports import ExportedFile, ExportError, FunnelContent, export_funnel
from generation.exports.snapshot import from_json
from generation.models import ExportFile, Funnel
from generation.states import ExportStatus

log = structlog.get_logger(__name__)

MOST_CLAIMS = 3
_SIGN_OF_LIFE_SECONDS = 5
_MOST_MINUTES = 15  # a maker that hangs gives no sign of life for longer than this
_OUR_FAULT = "Something went wrong on our side. Try again; if it fails again, tell your administrator."
_LOST = (
    f"Its maker was lost {MOST_CLAIMS} times. Export one product or part at a time, "
    "or tell your administrator."
)


@dataclass(frozen=True, kw_only=True)
class ExportClaim:
    """A file that is ours to make until we fall silent; `number` is which of its claims is ours."""

    file_id: UUID
    number: int
    funnel: Funnel
    format: str
    content: FunnelContent

    def write(self, **fields: Any) -> bool:
        """Write fields of the file; return whether it is still ours."""
        ours = ExportFile.objects.filter(pk=self.file_id, status=ExportStatus.MAKING, claims=self.number)
        return bool(ours.update(**fields))

    def show(self, **fields: Any) -> bool:
        """Write them, and tell the pages on which the file is waited for."""
        if is_ours := self.write(**fields):
            announce_file(self.file_id, self.funnel)
        return is_ours


class ExportGoneError(Exception):
    """Somebody else makes the file, or nobody wants it any more."""


def make_export(file_id: UUID) -> None:
    """Make the file, unless it is made, or being made, or gone. It ends as ready or failed.

    A database that is away while it is claimed is raised; the reconciler sends the message again.
    """
    claim = _claim(file_id)
    if claim is None:
        return
    with structlog.contextvars.bound_contextvars(export=str(file_id), format=claim.format):
        try:
            with _signs_of_life(claim):
                made = _make(claim)
        except ExportGoneError:
            log.info("An export was given up: it is not ours any more")
        except ExportError as error:
            _fail(claim, str(error))
        except Exception:
            log.exception("An export broke off")
            _fail(claim, _OUR_FAULT)
        else:
            _store(claim, made)


def _claim(file_id: UUID) -> ExportClaim | None:
    """Return the claim of the file, None where there is nothing for us to do."""
    with transaction.atomic():
        files = ExportFile.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        files = files.select_related("funnel").defer("data", "funnel__brief")
        file = files.annotate(silent_before=Now() - SILENT).filter(pk=file_id).first()
        if file is None or file.status != ExportStatus.MAKING:
            return None
        if file.claimed_at and file.claimed_at >= file.silent_before:
            return None
        if file.claims >= MOST_CLAIMS:
            log.error("An export was given up: its makers were lost", export=str(file_id))
            _give_up(file)
            return None
        number = file.claims + 1
        ExportFile.objects.filter(pk=file_id).update(claims=number, claimed_at=Now(), done=0, total=0)
        announce_file(file_id, file.funnel)
    return ExportClaim(
        file_id=file_id,
        number=number,
        funnel=file.funnel,
        format=file.format,
        content=from_json(file.content or {}),
    )


def _make(claim: ExportClaim) -> ExportedFile:
    """Make the file without a database connection, but for a moment now and then to say how far it is."""
    connection.close()

    def report(done: int, total: int) -> None:
        with suppress(*DATABASE_AWAY):
            if not claim.show(done=done, total=total, claimed_at=Now()):
                raise ExportGoneError
        connection.close()

    return export_funnel(claim.content, claim.format, report=report)


@contextmanager
def _signs_of_life(claim: ExportClaim) -> Iterator[None]:
    """Show every few seconds that the maker lives: a step may take longer than silence is borne."""
    ended = threading.Event()
    thread = threading.Thread(target=_live, args=(claim, ended), name="export", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _live(claim: ExportClaim, ended: threading.Event) -> None:
    deadline = time.monotonic() + _MOST_MINUTES * 60
    while not ended.wait(_SIGN_OF_LIFE_SECONDS) and time.monotonic() < deadline:
        with suppress(*DATABASE_AWAY):
            claim.write(claimed_at=Now())
        connection.close()


def _store(claim: ExportClaim, made: ExportedFile) -> None:
    stored = until_stored(
        lambda: claim.show(
            status=ExportStatus.READY,
            data=made.data,
            name=made.name,
            media_type=made.media_type,
            done=F("total"),
            content=None,
            finished_at=Now(),
        )
    )
    if stored:
        log.info("An export was made", bytes=len(made.data))


def _fail(claim: ExportClaim, message: str) -> None:
    failed = {"status": ExportStatus.FAILED, "error_message": message}
    until_stored(lambda: claim.show(**failed, content=None, finished_at=Now()))


def _give_up(file: ExportFile) -> None:
    failed = {"status": ExportStatus.FAILED, "error_message": _LOST}
    ExportFile.objects.filter(pk=file.pk).update(**failed, content=None, finished_at=Now())
    announce_file(file.pk, file.funnel)
