"""What a response asks us to wait, and which failure a status is."""

import time
from email.utils import formatdate

import pytest

from generation.providers.failures import kind_of_status, read_retry_after


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "17"}, 17),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "17"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "17"}, 17),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"retry-after": "Wed, 99 Oct 99999 07:28:00 GMT"}, None),
    ],
)
def test_the_wait_that_is_asked_for(headers: dict[str, str], seconds: float | None) -> None:
    assert read_retry_after(headers) == seconds


def test_a_date_is_a_wait_from_now() -> None:
    wait = read_retry_after({"retry-after": formatdate(time.time() + 3600, usegmt=True)})

    assert wait is not None
    assert 3500 < wait <= 3600


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 413, 418, 422])
def test_a_fault_of_ours_is_permanent_and_an_administrators(status: int) -> None:
    error = kind_of_status(status).error(status=status)

    assert not error.retryable
    assert error.message == f"{error.sentence} Retrying will not help; ask an administrator."


@pytest.mark.parametrize("status", [302, 408, 409, 429, 500, 502, 503, 504, 520, 529, 599])
def test_a_fault_of_theirs_is_passing_and_nobodys_to_mend(status: int) -> None:
    error = kind_of_status(status).error(status=status)

    assert error.retryable
    assert error.message == error.sentence
