"""What the export page shows: what there is to take away, and the files that were asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat

from generation.blueprints.base import Product
from generation.engine.exporting import light
from generation.exports import FORMATS, FunnelContent
from generation.models import ExportFile, Funnel, Revision
from generation.states import ExportStatus
from generation.web.words import FAILED, QUEUED, READY, StatusWord

BOOKS = tuple(name for name in FORMATS if name != "zip")

_MOST_FILES = 12
_MAKING = StatusWord(key="running", word="Making", icon="spinner")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something to take away: a product, or with the key "" everything there is."""

    key: str
    name: str
    note: str
    is_written: bool


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file that was asked for. `is_older` says that the text has changed since."""

    file: ExportFile
    title: str
    status: StatusWord
    says: str
    size: str
    is_older: bool

    @property
    def is_in_the_making(self) -> bool:
        return self.file.status == ExportStatus.MAKING

    @property
    def is_ready(self) -> bool:
        return self.file.status == ExportStatus.READY


def choices(content: FunnelContent) -> list[Choice]:
    """Return the whole funnel, then each of its products."""
    written = {part.product for part in content.parts if part.sections}
    whole = Choice(key="", name="Whole funnel", note="products, emails, listings", is_written=bool(written))
    return [whole, *(_choice(key, content, key in written) for key in content.sellable)]


def _choice(key: str, content: FunnelContent, is_written: bool) -> Choice:  # noqa: FBT001 - its own field
    named = content.products.get(key)
    name, note = (named.name, named.label) if named else (key.replace("_", " ").capitalize(), "")
    return Choice(key=key, name=name, note=note, is_written=is_written)


def file_rows(funnel: Funnel, products: Mapping[str, Product]) -> list[FileRow]:
    """Return the files that were asked for last, the newest first."""
    changed_at = Revision.objects.filter(section__funnel=funnel).aggregate(at=Max("created_at"))["at"]
    files = light(ExportFile.objects.filter(funnel=funnel)).annotate(bytes=Length("data"))
    return [
        FileRow(
            file=file,
            title=f"{_called(file, funnel, products)}, {_format_of(file)}",
            status=_word(file),
            says=_says(file),
            size=filesizeformat(file.bytes) if file.bytes else "",
            is_older=bool(changed_at and changed_at > file.created_at),
        )
        for file in files.order_by("-created_at")[:_MOST_FILES]
    ]


def _called(file: ExportFile, funnel: Funnel, products: Mapping[str, Product]) -> str:
    named = products.get(file.product)
    if file.product:
        return named.name if named else file.product
    return "Everything" if file.format == "zip" else funnel.name


def _format_of(file: ExportFile) -> str:
    return FORMATS[file.format].title if file.format in FORMATS else file.format


def _word(file: ExportFile) -> StatusWord:
    match ExportStatus(file.status):
        case ExportStatus.READY:
            return READY
        case ExportStatus.FAILED:
            return FAILED
        case _:
            return _MAKING if file.claimed_at else QUEUED


def _says(file: ExportFile) -> str:
    if file.status == ExportStatus.FAILED:
        return file.error_message
    if file.status == ExportStatus.READY:
        return ""
    if file.claimed_at is None:
        return "Waits for a worker."
    far = f", {file.done} of {file.total}" if file.total else ""
    return f"Making the {_format_of(file)}{far}"
