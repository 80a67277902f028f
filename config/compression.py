"""Pages and JSON, compressed on their way out: they repeat themselves, and phones pay for every byte."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/", "application/json", "application/problem+json")


class Compression(GZipMiddleware):
    """Compresses texts that are whole. An event stream would be held back, and files are compressed already.

    Django adds random bytes, so that nobody learns a page's secrets from its length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or not _is_text(response):
            return response
        return super().process_response(request, response)


def _is_text(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(_TEXTS)
