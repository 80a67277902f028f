"""The verbs of an export: it is asked for, sent to a worker, sent again if it got lost, and forgotten."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber
from django.utils import timezone

from generation.engine.broker import courier, herald
from generation.engine.broker.courier import RESEND
from generation.engine.exporting.published import load_content
from generation.exports import FunnelContent, check_exportable, one_portion
from generation.exports.snapshot import as_json, fingerprint
from generation.models import ExportFile, Funnel
from generation.states import ExportStatus

log = structlog.get_logger(__name__)

KEPT = timedelta(days=7)
KEPT_PER_FUNNEL = 40
SILENT = timedelta(seconds=20)
"""A maker without a sign of life for so long counts as gone; it gives one every few seconds."""


def request_export(
    funnel: Funnel,
    *,
    format: str,  # noqa: A002 - the word the API uses
    blueprint: str = "funnel",
    subject: str = "",
    product: str = "",
) -> ExportFile:
    """Return the file of what is written now; it is made in the background unless it is there already.

    Asked for twice, it is made once. `product` is the key of one portion. Raises InvalidRequestError where
    there is no such portion, or where the format is not for what is written, and NotAllowedError
    ("nothing_written").
    """
    content = one_portion(load_content(funnel, blueprint=blueprint, subject=subject), product)
    check_exportable(content, format)
    file, is_new = light(ExportFile.objects.all()).get_or_create(
        funnel=funnel,
        blueprint=blueprint,
        subject=subject,
        product=product,
        format=format,
        fingerprint=fingerprint(content),
        defaults={"content": as_json(content), "sent_at": timezone.now()},
    )
    if is_new or _begin_anew(file, content):
        transaction.on_commit(partial(courier.send_export, file.pk, format))
        announce_file(file.pk, funnel)
    elif file.status == ExportStatus.MAKING:
        send_stalled_exports(ExportFile.objects.filter(pk=file.pk))
    return file


def _begin_anew(file: ExportFile, content: FunnelContent) -> bool:
    """Whether the file had failed and is to be made again; of many who ask at once one is told so."""
    failed = ExportFile.objects.filter(pk=file.pk, status=ExportStatus.FAILED)
    begun = failed.update(
        status=ExportStatus.MAKING,
        content=as_json(content),
        claims=0,
        done=0,
        total=0,
        error_message="",
        claimed_at=None,
        finished_at=None,
        sent_at=Now(),
    )
    if begun:
        file.refresh_from_db(fields=["status", "done", "total", "error_message", "finished_at"])
    return bool(begun)


def announce_file(file_id: UUID, funnel: Funnel) -> None:
    """Tell its owner's pages, once this is committed, that a file of the funnel has come further."""
    word = {"kind": "file", "funnel": str(funnel.pk), "owner": funnel.owner_id}
    transaction.on_commit(partial(herald.say, file_id, word))


def light(files: "QuerySet[ExportFile]") -> "QuerySet[ExportFile]":
    """Return the files without their bytes and without what they are made of."""
    return files.defer("data", "content")


def send_stalled_exports(files: "QuerySet[ExportFile] | None" = None) -> int:
    """Send again what nobody makes and no message asks for any more; return how many."""
    now = Now()
    stalled = (ExportFile.objects.all() if files is None else files).filter(
        Q(claimed_at=None) | Q(claimed_at__lt=now - SILENT),
        status=ExportStatus.MAKING,
        sent_at__lt=now - RESEND,
    )
    rows = list(stalled.values_list("pk", "format"))
    queued = courier.chains_in_queue() if rows else None
    if queued is None:
        return 0
    lost = [(file_id, kind) for file_id, kind in rows if courier.export_name(file_id) not in queued]
    for file_id, kind in lost:
        _send_again(file_id, kind)
    return len(lost)


def _send_again(file_id: UUID, kind: str) -> None:
    """Send it unless somebody else has done so since we looked."""
    due = ExportFile.objects.filter(pk=file_id, status=ExportStatus.MAKING, sent_at__lt=Now() - RESEND)
    if due.update(sent_at=Now()):
        log.warning("An export was sent again", export=str(file_id))
        courier.send_export(file_id, kind)


def forget_old_exports() -> None:
    """Delete the files that are a week old, and all but the newest of a funnel: they can be made again."""
    newest_first = Window(RowNumber(), partition_by=F("funnel"), order_by=F("created_at").desc())
    surplus = ExportFile.objects.annotate(place=newest_first).filter(place__gt=KEPT_PER_FUNNEL)
    surplus_ids = list(surplus.values_list("pk", flat=True))
    ExportFile.objects.filter(Q(pk__in=surplus_ids) | Q(created_at__lt=timezone.now() - KEPT)).delete()
