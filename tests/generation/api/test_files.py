"""Files sent over the API become text, and nothing of them stays."""

import json
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from generation.uploads import MOST_BYTES, children
from tests.support.api import token_of
from tests.support.funnels import make_user
from tests.support.uploads import docx_of, paragraph, pdf_of

ADDRESS = "/api/files/read/"
PICTURE = Random(1).randbytes(3_000_000)  # more than Django keeps in memory by itself
DOCUMENT = (
    b'--end-of-file\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    + docx_of(paragraph("Words"), parts={"word/media/a.png": PICTURE})
    + b"\r\n--end-of-file--\r\n"
)


def send(api: Any, name: str, data: bytes) -> Any:
    return api.post(ADDRESS, {"file": SimpleUploadedFile(name, data)}, format="multipart")


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("Report.pdf", pdf_of("Quarterly figures"), "Quarterly figures"),
        ("plans.docx", docx_of(paragraph("Plans", style="Heading1")), "# Plans"),
        ("prices.csv", b"Name,Price\nCup,3", "|Name|Price|\n|---|---|\n|Cup|3|"),
        ("notes.md", "# Größe".encode(), "# Größe"),
    ],
)
def test_a_file_is_answered_with_its_text(api, name, data, text):
    answer = send(api, name, data)

    assert answer.status_code == 200
    assert answer.json() == {"name": name, "characters": len(text), "text": text}


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (pdf_of("Secret", password="tulip"), 400, "unreadable_file"),
        (b"\x89PNG\r\n\x1a\n", 400, "unsupported_file"),
        (b"word " * 20_000, 400, "too_much_text"),
        (b"===SECTION_BREAK===", 400, "unusable_text"),
        (b"", 400, "no_text"),
        (b"x" * (MOST_BYTES + 1), 413, "too_large"),
    ],
)
def test_a_file_that_is_not_read_is_a_problem_that_says_what_would_be_right(api, data, status, code):
    answer = send(api, "file", data)

    told = answer.json()
    assert (answer.status_code, told["code"], told["status"]) == (status, code, status)
    assert answer["Content-Type"] == "application/problem+json"
    assert told["detail"].endswith(".")


def test_who_comes_while_many_are_read_is_told_when_to_come_again(api, monkeypatch):
    over = Event()
    with ThreadPoolExecutor(1) as readers:
        monkeypatch.setattr(children, "_readers", readers)
        monkeypatch.setattr(children, "_TURN_SECONDS", 0.05)
        readers.submit(over.wait, 20)
        answer = send(api, "a.pdf", pdf_of("A page"))
        over.set()

    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "6")


@pytest.mark.parametrize(
    "form", [{}, {"file": "a text"}, {"file": SimpleUploadedFile("a.md", b"A"), "name": "b"}]
)
def test_a_form_of_another_shape_is_refused_by_field(api, form):
    answer = api.post(ADDRESS, form, format="multipart")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["errors"]) == ["name" if "name" in form else "file"]


def test_json_is_told_what_to_send(api):
    answer = api.post(ADDRESS, {"file": "a text"})

    assert answer.status_code == 415
    assert "`Content-Type: multipart/form-data`" in answer.json()["detail"]


def test_nobody_sends_files_without_signing_in(client, db):
    assert send(client, "a.md", b"A").status_code in (401, 415)
    assert Client().post(ADDRESS, {"file": SimpleUploadedFile("a.md", b"A")}).status_code == 401


def test_files_count_as_changes_do(api, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"writes": "2/min", "address": "2/min"})

    answers = [send(api, "a.md", b"A").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/evil.md", "evil.md"),
        ("..\\..\\evil.md", "evil.md"),
        ("=cmd|' &C calc'!A0.md", "=cmd|' &C calc'!A0.md"),
        ("\u202edm.exe.md", "dm.exe.md"),
        ("a" * 5000 + ".md", "a" * 76 + "….md"),
        ("<b>bold</b>.md", "b>.md"),
    ],
)
def test_a_hostile_name_is_shown_and_nothing_else(api, name, shown, everything_written):
    answer = send(api, name, b"Words")

    assert (answer.status_code, answer.json()["name"]) == (200, shown)
    assert everything_written() == []


@pytest.fixture
def everything_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Callable[[], list[str]]:
    """Says what files were made where files are made: in the temporary folder, and the storage's."""
    for name in ("tmp", "media"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    settings.MEDIA_ROOT = tmp_path / "media"
    return lambda: [str(path) for folder in ("tmp", "media") for path in (tmp_path / folder).rglob("*")]


def test_nothing_is_stored_of_a_file_whatever_becomes_of_it(api, everything_written):
    before = rows()

    read = send(api, "a.docx", docx_of(paragraph("Words"), parts={"word/media/a.png": bytes(3_000_000)}))
    refused = send(api, "a.txt", b"x" * 5_000_000)

    assert (read.status_code, refused.status_code) == (200, 400)
    assert rows() == before
    assert everything_written() == []


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_by_a_real_server_and_fifty_megabytes_are_refused_before_they_are_sent(web):
    token = token_of(make_user("ana"))

    small = post(web.address, token, DOCUMENT, announced=len(DOCUMENT))
    large = post(web.address, token, b"", announced=50_000_000)

    assert (small.status, json.loads(small.read()).get("text")) == (200, "Words")
    assert (large.status, json.loads(large.read())["code"]) == (413, "too_large")


def post(address: str, token: str, body: bytes, *, announced: int) -> HTTPResponse:
    """Send a body that is announced to be so long; return the answer, which may come before all of it."""
    server = urlsplit(address)
    connection = HTTPConnection(server.hostname or "", server.port, timeout=60)
    headers = {"Authorization": f"Token {token}", "Content-Type": "multipart/form-data; boundary=end-of-file"}
    connection.request("POST", ADDRESS, body, headers | {"Content-Length": str(announced)})
    return connection.getresponse()
