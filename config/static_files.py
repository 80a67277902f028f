"""Static files, served before Django is asked: no thread and no middleware is spent on them."""

from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from servestatic import ServeStaticASGI


def with_static_files(application: Any) -> Any:
    """Return an ASGI application that answers with a file of STATIC_ROOT, or else as `application` does.

    Where `collectstatic` has not run yet there are no files, and every request is the application's.
    """
    if not settings.STATIC_ROOT.is_dir():
        return application
    return ServeStaticASGI(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        add_headers_function=_add_headers,
    )


def _add_headers(headers: Headers, path: str, url: str) -> None:
    """Say what Django's security middleware says of every other answer."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
