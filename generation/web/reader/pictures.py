"""The picture of a section: what was drawn, or the finished slide. Nothing is kept that may change."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from generation.engine.exporting.drawn import ShownPicture, picture_of
from generation.exports import headers_of_a_picture
from generation.web.access import find_section
from generation.web.reader.history import as_number


@require_safe
def picture(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Answer with its bytes; of a picture that was drawn `?version=` names another of its revisions."""
    section = find_section(request, section_id)
    shown = picture_of(section, number=as_number(request.GET.get("version", "")))
    if shown is None:
        raise Http404
    return answer_with(shown, request)


def answer_with(shown: ShownPicture, request: HttpRequest) -> HttpResponse:
    """Return the picture, or that the caller has it already."""
    etag = quote_etag(shown.version)
    if (known := get_conditional_response(request, etag=etag)) is not None:
        return known
    headers = {**headers_of_a_picture(), "ETag": etag}
    return HttpResponse(shown.read(), content_type=shown.media_type, headers=headers)
