"""What is compressed on its way out, and what must not be."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.compression import Compression

PAGE = "<p>A page that repeats itself.</p>" * 50


def passed(response, accepted="gzip, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepted})
    return Compression(lambda request: response)(request)


def test_a_page_is_compressed():
    response = passed(HttpResponse(PAGE))

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < len(PAGE) / 5
    assert gzip.decompress(response.content).decode() == PAGE


def test_who_does_not_ask_for_it_gets_the_page_as_it_is():
    assert passed(HttpResponse(PAGE), accepted="identity").content.decode() == PAGE


def test_a_stream_is_left_alone():
    response = passed(StreamingHttpResponse([b": hello\n\n"] * 50, content_type="text/event-stream"))

    assert "Content-Encoding" not in response
    assert b"".join(response) == b": hello\n\n" * 50


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "image/png"])
def test_a_file_is_left_alone(kind):
    assert "Content-Encoding" not in passed(HttpResponse(PAGE, content_type=kind))
