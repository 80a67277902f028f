"""What the export page shows: what there is to take away, and beside it the files that were asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat

from generation.engine.exporting.requests import light
from generation.exports import FORMATS, FunnelContent, formats_of, one_portion
from generation.exports.snapshot import fingerprint
from generation.models import ExportFile, Funnel
from generation.states import ExportStatus
from generation.web.which import Which
from generation.web.words import FAILED, QUEUED, READY, StatusWord

_MAKING = StatusWord(key="running", word="Making", icon="spinner")
_OLDER = StatusWord(key="pending", word="Older text", icon="clock")


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file that was asked for. `is_older` says that the text is another by now."""

    file: ExportFile
    title: str
    format: str
    says: str
    size: str
    is_older: bool

    @property
    def status(self) -> StatusWord:
        match ExportStatus(self.file.status):
            case ExportStatus.READY:
                return _OLDER if self.is_older else READY
            case ExportStatus.FAILED:
                return FAILED
            case _:
                return _MAKING if self.file.claimed_at else QUEUED

    @property
    def is_in_the_making(self) -> bool:
        return self.file.status == ExportStatus.MAKING

    @property
    def is_ready(self) -> bool:
        return self.file.status == ExportStatus.READY

    @property
    def has_failed(self) -> bool:
        return self.file.status == ExportStatus.FAILED


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What can be taken away, with its files: a product, a part, or with the key "" everything there is.

    `books` are the names and titles of the formats that hold it as one file.
    """

    key: str
    name: str
    note: str
    is_written: bool
    books: Sequence[tuple[str, str]]
    files: Sequence[FileRow]


def portions(funnel: Funnel, which: Which, content: FunnelContent) -> list[Portion]:
    """Return the whole, then each of its portions."""
    files = _files_of(funnel, which, content)
    whole = Portion(
        key="",
        name=f"Whole {content.noun}",
        note="products, emails, listings" if which.is_own else "",
        is_written=bool(content.parts),
        books=_books_of(content),
        files=files[""],
    )
    return [whole, *(_portion(key, content, files[key]) for key in content.portions)]


def newest(shown: Iterable[Portion]) -> FileRow | None:
    """Return the file that was asked for last; None before the first."""
    rows = [row for portion in shown for row in portion.files]
    return max(rows, key=lambda row: row.file.created_at, default=None)


def _portion(key: str, content: FunnelContent, files: Sequence[FileRow]) -> Portion:
    alone, product = one_portion(content, key), content.products.get(key)
    return Portion(
        key=key,
        name=alone.title,
        note=product.label if product else "",
        is_written=bool(alone.parts),
        books=_books_of(alone),
        files=files,
    )


def _books_of(content: FunnelContent) -> list[tuple[str, str]]:
    return [(name, kind.title) for name, kind in formats_of(content).items() if name != "zip"]


def _files_of(funnel: Funnel, which: Which, content: FunnelContent) -> Mapping[str, list[FileRow]]:
    """Return by portion, in each format, the file of the text as it is, or else the newest before it."""
    asked_for = ExportFile.objects.filter(funnel=funnel, blueprint=which.blueprint, subject=which.subject)
    files = list(light(asked_for).annotate(bytes=Length("data")).order_by("-created_at"))
    as_it_is = _fingerprints(content, {file.product for file in files})
    shown: dict[tuple[str, str], ExportFile] = {}
    for file in files:
        if (file.product, file.format) not in shown or file.fingerprint == as_it_is.get(file.product):
            shown[file.product, file.format] = file
    rows = defaultdict[str, list[FileRow]](list)
    for found in sorted(shown.values(), key=lambda file: file.created_at, reverse=True):
        is_older = found.fingerprint != as_it_is.get(found.product)
        rows[found.product].append(_row(found, content, is_older=is_older))
    return rows


def _fingerprints(content: FunnelContent, products: Iterable[str]) -> Mapping[str, str]:
    """Return by portion the fingerprint its files have now; one that it does not have is left out."""
    had = ("", *content.portions)
    return {key: fingerprint(one_portion(content, key)) for key in products if key in had}


def _row(file: ExportFile, content: FunnelContent, *, is_older: bool) -> FileRow:
    title = FORMATS[file.format].title if file.format in FORMATS else file.format
    size: int | None = vars(file)["bytes"]  # put there by the query above
    return FileRow(
        file=file,
        title=f"{_called(file, content)}, {title}",
        format=title,
        says=_says(file, title),
        size=filesizeformat(size) if size else "",
        is_older=is_older,
    )


def _called(file: ExportFile, content: FunnelContent) -> str:
    if file.product:
        return content.portions.get(file.product, file.product)
    return "Everything" if file.format == "zip" else content.whole


def _says(file: ExportFile, title: str) -> str:
    if file.status == ExportStatus.FAILED:
        return file.error_message
    if file.status == ExportStatus.READY:
        return ""
    if file.claimed_at is None:
        return "Waits for a worker"
    return f"Making the {title}" + (f", {file.done} of {file.total}" if file.total else "…")
