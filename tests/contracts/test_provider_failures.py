"""Each way a call over HTTP fails, for every provider that asks a service: its code, if a retry helps."""

import asyncio
import logging
import socket
from dataclasses import replace
from typing import Any

import pytest

from generation.calls import RateLimit
from generation.errors import ProviderError
from generation.providers import PROVIDERS
from generation.providers.base import Answer, Block, Call, OnText, StopReason
from tests.support.services import SERVICES, RunningService, make

KEY = "sk-very-secret"
REQUEST = """<request>
{"language": "en", "sections": [
  {"key": "cover", "kind": "prose", "title": "Cover", "min_words": 20, "max_words": 180},
  {"key": "chapter_1", "kind": "prose", "title": "Chapter 1", "min_words": 100, "max_words": 300}]}
</request>"""

every_service = pytest.mark.parametrize("name", SERVICES)


@pytest.fixture(autouse=True)
def _key(settings: Any, service: RunningService, name: str) -> None:
    set_variable(settings, PROVIDERS[name].key, KEY)


def set_variable(settings: Any, variable: str, value: str) -> None:
    settings.ENV = replace(settings.ENV, **{variable.lower(): value})


def ask(name: str, *, silence_seconds: float = 60, on_text: OnText = lambda text: None) -> Answer:
    provider = make(name, silence_seconds=silence_seconds)
    call = Call(
        system="You write.",
        blocks=(Block(text=REQUEST),),
        model=PROVIDERS[name].default_model,
        max_output_tokens=4000,
    )
    return asyncio.run(provider.write(call, on_text))


def failure(name: str, **options: Any) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        ask(name, **options)
    return raised.value


def scripted(service: RunningService, name: str, reply: str, *args: Any) -> None:
    """Let the next call be treated like this: a value of the service's replies, or what one of them makes."""
    found = getattr(SERVICES[name].replies, reply)
    service.script(found(*args) if args else found)


@every_service
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad_request"),
        (401, "unauthorised"),
        (402, "spend_limit"),
        (403, "forbidden"),
        (404, "not_found"),
        (413, "too_large"),
        (422, "bad_request"),
    ],
)
def test_a_refused_request_is_permanent_and_says_whom_to_ask(
    service: RunningService, name: str, status: int, code: str
) -> None:
    scripted(service, name, "status", status)

    error = failure(name)

    assert (error.code, error.status, error.retryable) == (code, status, False)
    assert f"({status})" in error.message
    assert bool(error.request_id) is SERVICES[name].names_failures, "by it the service finds the call"
    assert error.message.endswith("Retrying will not help; ask an administrator.")


@every_service
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (408, "timeout"),
        (409, "provider_error"),
        (429, "provider_busy"),
        (500, "provider_error"),
        (503, "provider_error"),
        (504, "provider_error"),
        (529, "provider_busy"),
    ],
)
def test_a_service_in_trouble_is_worth_another_try(
    service: RunningService, name: str, status: int, code: str
) -> None:
    scripted(service, name, "status", status)

    error = failure(name)

    assert (error.code, error.status, error.retryable) == (code, status, True)
    assert f"({status})" in error.message
    assert len(service.requests) == 1, "the SDK must not ask again by itself"


@every_service
@pytest.mark.parametrize(
    ("reply", "code", "silence_seconds"),
    [
        ("HTML_502", "provider_error", 60),
        ("HTML_200", "bad_response", 60),
        ("BAD_JSON", "bad_response", 60),
        ("RESET_BEFORE", "network", 60),
        ("RESET_IN_STREAM", "stream_error", 60),
        ("STALL", "timeout", 0.3),
        ("STALL_IN_STREAM", "timeout", 0.3),
    ],
)
def test_an_answer_that_does_not_come_is_worth_another_try(
    service: RunningService, name: str, reply: str, code: str, silence_seconds: float
) -> None:
    scripted(service, name, reply)

    error = failure(name, silence_seconds=silence_seconds)

    assert (error.code, error.retryable) == (code, True)
    assert "<" not in error.message


@every_service
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("EARLY_END", StopReason.TRUNCATED),
        ("MAX_TOKENS", StopReason.TRUNCATED),
        ("REFUSAL", StopReason.REFUSED),
    ],
)
def test_only_what_came_to_its_end_counts_as_whole(
    service: RunningService, name: str, reply: str, reason: StopReason
) -> None:
    scripted(service, name, reply)

    assert ask(name).stop_reason is reason


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.fails_in_stream])
def test_a_service_that_is_busy_in_the_middle_of_its_answer_is_busy(
    service: RunningService, name: str
) -> None:
    scripted(service, name, "OVERLOADED_IN_STREAM")

    error = failure(name)

    assert (error.code, error.retryable) == ("provider_busy", True)
    assert error.request_id


@every_service
@pytest.mark.parametrize("reply", ["RESET_IN_STREAM", "EARLY_END"])
def test_an_answer_that_broke_off_is_booked_by_what_came_of_it(
    service: RunningService, name: str, reply: str
) -> None:
    scripted(service, name, reply)
    pieces: list[str] = []

    try:
        used = ask(name, on_text=pieces.append).usage
    except ProviderError as error:
        used = error.usage

    assert used.output_tokens >= len("".join(pieces)) // 5 > 1
    assert used.cost_micro_usd > 0


@every_service
def test_a_busy_service_says_for_how_long(service: RunningService, name: str) -> None:
    scripted(service, name, "busy", "17")

    assert failure(name).retry_after == 17


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.tells_limits])
def test_a_busy_service_says_how_much_it_takes(service: RunningService, name: str) -> None:
    scripted(service, name, "limited", 50, 3)

    assert failure(name).limits == {"requests": RateLimit(per_minute=50, left=3)}


@every_service
def test_a_refused_connection_is_a_network_error(settings: Any, name: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        set_variable(settings, PROVIDERS[name].address, f"http://127.0.0.1:{unused.getsockname()[1]}")

        error = failure(name)

    assert (error.code, error.retryable) == ("network", True)
    assert error.message == "Could not reach the AI service."


@every_service
def test_an_address_that_is_none_is_permanent(settings: Any, name: str) -> None:
    set_variable(settings, PROVIDERS[name].address, "localhost:1")

    error = failure(name)

    assert (error.code, error.retryable) == ("bad_request", False)


@every_service
@pytest.mark.parametrize("key", ["sk-\nsecret", "“secret”"])
def test_a_key_that_cannot_be_used_is_never_sent_and_stays_secret(
    settings: Any, service: RunningService, caplog: pytest.LogCaptureFixture, name: str, key: str
) -> None:
    set_variable(settings, PROVIDERS[name].key, key)

    with caplog.at_level(logging.DEBUG):
        error = failure(name)

    assert (error.code, error.retryable) == ("bad_request", False)
    assert "secret" not in f"{error.message} {error.detail} {caplog.text}"
    assert service.requests == []


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.needs_key])
@pytest.mark.parametrize("key", ["", " \n"])
def test_without_its_key_nothing_is_asked(
    settings: Any, service: RunningService, name: str, key: str
) -> None:
    set_variable(settings, PROVIDERS[name].key, key)

    error = failure(name)

    assert (error.code, error.retryable) == ("unauthorised", False)
    assert service.requests == []


@every_service
def test_a_key_that_the_service_repeats_stays_secret(service: RunningService, name: str) -> None:
    scripted(service, name, "saying", 401, f"bad key {KEY}")

    error = failure(name)

    assert KEY not in f"{error.message} {error.detail} {error!r}"


@every_service
def test_an_error_is_raised_without_the_exceptions_that_hold_the_key(
    service: RunningService, name: str
) -> None:
    scripted(service, name, "RESET_BEFORE")

    error = failure(name)

    assert error.__cause__ is None
    assert error.__suppress_context__
