"""Files that are read into the form of a kind: their text goes into a field, and nothing else is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from generation.blueprints.shapes import Shape
from generation.engine.standing.reach import OPERATE
from generation.uploads import UploadCode, UploadError, read_upload, shown_name
from generation.web.access import find_funnel
from generation.web.funnels.values import normal
from generation.web.kinds.fields import field_name, file_name
from generation.web.kinds.startable import find_kind

_NO_FILE = "Choose a file first."
_STATUSES = {UploadCode.BUSY: HTTPStatus.SERVICE_UNAVAILABLE}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed, with the text of each file behind what stood in its field.

    `unread` says by the path of the field why a file could not be read.
    """

    data: QueryDict
    unread: Mapping[str, str]


@require_POST
def read_file(request: HttpRequest, funnel_id: UUID, kind: str) -> JsonResponse:
    """Answer with the text of one file, for a script to put into its field, or with what is wrong with it."""
    find_funnel(request, funnel_id, to_change=OPERATE)
    find_kind(kind)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"says": _NO_FILE}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        text = read_upload(file.name or "", file)
    except UploadError as error:
        status = _STATUSES.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
        return JsonResponse({"says": error.message}, status=status)
    return JsonResponse({"name": shown_name(file.name or ""), "text": text})


def with_files_read(
    shapes: Iterable[Shape], data: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]"
) -> Typed:
    """Return what was typed with what the files hold: without a script they come along with the form."""
    typed, unread = data.copy(), dict[str, str]()
    for shape in shapes:
        if not shape.takes_files or (file := files.get(file_name(shape))) is None:
            continue
        try:
            text = read_upload(file.name or "", file)
        except UploadError as error:
            unread[shape.path] = error.message
        else:
            name = field_name(shape)
            typed[name] = "\n\n".join(filter(None, [normal(data.get(name, "")), text]))
    return Typed(data=typed, unread=unread)
