"""An uploaded file becomes text, for its sender to put into the inputs of a job; nothing of it is stored."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.api.access import ApiView
from generation.api.serializers.files import FileToReadSerializer, ReadFileSerializer
from generation.uploads import (
    MOST_BYTES,
    MOST_CHARACTERS,
    UploadCode,
    UploadError,
    read_upload,
    shown_name,
)

_STATUSES: Mapping[UploadCode, int] = {UploadCode.TOO_LARGE: 413, UploadCode.BUSY: 503}
_INVALID = 400
_BUSY_SECONDS = 5


class FileRefused(APIException):
    """A file that was not read, by the code and in the words of its reader."""

    def __init__(self, error: UploadError) -> None:
        super().__init__(error.message, error.code)
        self.status_code = _STATUSES.get(error.code, _INVALID)
        self.wait = _BUSY_SECONDS if error.code == UploadCode.BUSY else None


class FileRead(ApiView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="files_read",
        summary="Read a file",
        description=(
            "Answers with the text of a PDF, a Word document (.docx), Markdown, plain text or a CSV table, "
            "to be put into the inputs of a job. Nothing is stored. A file may have "
            f"{MOST_BYTES:,} bytes, its text {MOST_CHARACTERS:,} characters."
        ),
        request={"multipart/form-data": FileToReadSerializer},
        responses=ReadFileSerializer,
    )
    def post(self, request: Request) -> Response:
        sent = FileToReadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        file = sent.validated_data["file"]
        try:
            text = read_upload(file.name, file)
        except UploadError as error:
            raise FileRefused(error) from error
        answer = {"name": shown_name(file.name), "characters": len(text), "text": text}
        return Response(ReadFileSerializer(answer).data)
