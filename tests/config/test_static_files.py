"""Static files in front of Django."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from pytest_django.fixtures import Settings

from config.static_files import with_static_files

_STYLE = "body { color: black }\n" * 50


@pytest.fixture
def static_root(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "page.css").write_text(_STYLE)
    return tmp_path


async def django(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"Django's"})


def test_a_static_file_is_served_before_django(static_root: Path) -> None:
    status, headers, body = get(with_static_files(django), "/static/page.css")

    assert (status, body) == (200, _STYLE.encode())
    assert headers["content-type"].startswith("text/css")
    assert headers["cache-control"] == "max-age=60, public"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/admin/", "/static/missing.css", "/static/../page.css"])
def test_everything_else_is_djangos(path: str, static_root: Path) -> None:
    assert get(with_static_files(django), path)[2] == b"Django's"


def test_a_file_that_has_not_changed_is_not_sent_again(static_root: Path) -> None:
    application = with_static_files(django)
    seen = get(application, "/static/page.css")[1]["etag"]

    status, _, body = get(application, "/static/page.css", **{"if-none-match": seen})

    assert (status, body) == (304, b"")


def test_a_missing_static_folder_leaves_everything_to_django(settings: Settings) -> None:
    settings.STATIC_ROOT = Path("/nowhere")

    assert with_static_files(django) is django


def get(application: Any, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the application's answer."""
    return asyncio.run(_get(application, path, headers))


async def _get(application: Any, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": pairs}
    asking = ApplicationCommunicator(application, scope)
    await asking.send_input({"type": "http.request"})
    start, body, more = await asking.receive_output(60), b"", True
    while more:
        part = await asking.receive_output(60)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body
