"""Bodies as a real web server hands them on."""

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from generation.models import GenerationJob
from tests.support.api import token_of
from tests.support.funnels import make_funnel, make_user


def post(address: str, parts: list[bytes], *, token: str) -> HTTPResponse:
    """Send the parts in chunks, with no word of how long they are."""
    server = urlsplit(address)
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    connection = HTTPConnection(server.hostname or "", server.port, timeout=60)
    connection.request("POST", server.path, iter(parts), headers, encode_chunked=True)
    return connection.getresponse()


@pytest.mark.django_db(transaction=True)
def test_a_body_in_chunks_is_refused_and_starts_nothing(web):
    ana = make_user("ana")
    address = f"{web.address}/api/funnels/{make_funnel(ana).pk}/generate/"

    answer = post(address, [b'{"priority": "high", ', b'"bogus": 1}'], token=token_of(ana))

    assert answer.status == 411
    assert b"Content-Length" in answer.read()
    assert not GenerationJob.objects.exists()
