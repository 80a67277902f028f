"""What holds for every provider that draws: its pictures, what they cost, and each way a picture fails."""

import asyncio
import inspect
import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from generation.calls import RateLimit
from generation.errors import AttemptStopped, ProviderError
from generation.providers import PROVIDERS, get_illustrator, loop
from generation.providers.base import OnLimits, Picture, PictureCall, unheard
from generation.providers.loop import ProviderCall
from generation.providers.prices import price_of
from tests.support.processes import wait_until
from tests.support.services import SERVICES, RunningService, make_illustrator
from tests.support.threads import in_thread

pytestmark = pytest.mark.usefixtures("service")

SECRET = "sk-very-secret"
ILLUSTRATORS = [name for name, spec in PROVIDERS.items() if spec.draws]
SCENE = "A quiet desk by a window in the morning, seen from above. No text, no letters, no logos."

every_illustrator = pytest.mark.parametrize("name", ILLUSTRATORS)
every_service = pytest.mark.parametrize("name", [name for name in ILLUSTRATORS if name in SERVICES])


def call_of(name: str) -> PictureCall:
    return PictureCall(prompt=SCENE, size=(512, 256), model=PROVIDERS[name].picture_model)


def draw(name: str, *, on_limits: OnLimits = unheard, **endpoint: Any) -> Picture:
    return asyncio.run(make_illustrator(name, **endpoint).draw(call_of(name), on_limits))


def failure(name: str, **endpoint: Any) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        draw(name, **endpoint)
    return raised.value


def scripted(service: RunningService, name: str, reply: str, *args: Any) -> None:
    """Let the next call be treated like this: a value of the service's replies, or what one of them makes."""
    found = getattr(SERVICES[name].replies, reply)
    service.script(found(*args) if args else found)


@every_illustrator
def test_a_picture_is_one_that_can_be_read_and_reports_its_model_and_usage(name: str) -> None:
    picture = draw(name)

    with Image.open(io.BytesIO(picture.data)) as image:
        image.load()
    assert picture.model == PROVIDERS[name].picture_model
    asks_a_service = name in SERVICES
    assert (min(picture.usage.output_tokens, picture.usage.cost_micro_usd) > 0) is asks_a_service
    assert bool(picture.request_id) is asks_a_service


@every_illustrator
def test_drawing_and_reaching_are_coroutines_and_the_price_is_known(name: str) -> None:
    illustrator = get_illustrator(name)

    assert inspect.iscoroutinefunction(illustrator.draw)
    assert inspect.iscoroutinefunction(illustrator.reach)
    assert price_of(name, PROVIDERS[name].picture_model) is not None


@every_illustrator
def test_an_illustrator_serves_one_loop_after_another(name: str) -> None:
    illustrator = make_illustrator(name)

    assert all(asyncio.run(illustrator.draw(call_of(name))).data for _ in range(2))


@every_illustrator
def test_a_picture_in_progress_can_be_stopped(
    name: str, settings: Any, service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends by itself, its connection with it, and what is drawn on unseen is booked."""
    monkeypatch.setattr(loop, "ABANDON_SECONDS", 60)
    if name in SERVICES:
        service.default = SERVICES[name].replies.STALL
    settings.ENV = replace(settings.ENV, demo_seconds_per_task=30.0)
    illustrator, call = make_illustrator(name), ProviderCall()
    thread, raised = in_thread(lambda: call.run(lambda: illustrator.draw(call_of(name)), timeout_seconds=30))
    assert wait_until(lambda: service.requests or name not in SERVICES)

    call.stop()
    thread.join(15)

    (stopped,) = raised
    assert isinstance(stopped, AttemptStopped)
    assert (stopped.usage.cost_micro_usd > 0) is (name in SERVICES)
    assert all(request.wait_until_ended() and request.closed_early_at for request in service.requests)


@every_illustrator
def test_its_model_is_reached_without_a_picture(name: str, service: RunningService) -> None:
    asyncio.run(make_illustrator(name).reach(PROVIDERS[name].picture_model))

    assert [request.body for request in service.requests] == [{}] * (name in SERVICES)


@every_service
@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "bad_request", False),
        (401, "unauthorised", False),
        (402, "spend_limit", False),
        (403, "forbidden", False),
        (404, "not_found", False),
        (413, "too_large", False),
        (408, "timeout", True),
        (429, "provider_busy", True),
        (500, "provider_error", True),
        (529, "provider_busy", True),
    ],
)
def test_a_status_means_what_it_means_for_texts(
    service: RunningService, name: str, status: int, code: str, retryable: bool
) -> None:
    scripted(service, name, "status", status)

    error = failure(name)

    assert (error.code, error.status, error.retryable) == (code, status, retryable)
    assert f"({status})" in error.message
    assert bool(error.request_id) is SERVICES[name].names_failures
    assert len(service.requests) == 1, "the SDK must not ask again by itself"


@every_service
@pytest.mark.parametrize(
    ("reply", "code", "silence_seconds"),
    [
        ("HTML_502", "provider_error", 60),
        ("HTML_200", "bad_response", 60),
        ("BAD_JSON", "bad_response", 60),
        ("NO_PICTURE", "bad_response", 60),
        ("RESET_BEFORE", "network", 60),
        ("RESET_IN_STREAM", "network", 60),
        ("EARLY_END", "network", 60),
        ("STALL", "timeout", 0.3),
        ("STALL_IN_STREAM", "timeout", 0.3),
    ],
)
def test_a_picture_that_does_not_come_is_worth_another_try(
    service: RunningService, name: str, reply: str, code: str, silence_seconds: float
) -> None:
    scripted(service, name, reply)

    error = failure(name, silence_seconds=silence_seconds)

    assert (error.code, error.retryable) == (code, True)
    assert "<" not in error.message
    assert (error.usage.cost_micro_usd > 0) is (code == "timeout"), "it is drawn, and paid for, all the same"


@every_service
def test_a_picture_that_the_rules_forbid_is_refused_for_good_with_what_helps(
    service: RunningService, name: str
) -> None:
    scripted(service, name, "DECLINED")

    error = failure(name)

    assert (error.code, error.retryable) == ("refused", False)
    assert error.message == (
        "The illustrator declined this picture under the rules of its service. "
        "Change its scene, then try again."
    )


@every_service
def test_a_busy_illustrator_says_for_how_long_and_how_much_it_takes(
    service: RunningService, name: str
) -> None:
    scripted(service, name, "busy", "17")
    scripted(service, name, "limited", 50, 3)

    assert failure(name).retry_after == 17
    assert failure(name).limits == {"requests": RateLimit(per_minute=50, left=3)}


@every_service
def test_without_its_key_nothing_is_drawn_and_nobody_reached(
    settings: Any, service: RunningService, name: str
) -> None:
    spec = PROVIDERS[name]
    for key, code in (("", "unauthorised"), ("“secret”", "bad_request")):
        settings.ENV = replace(settings.ENV, **{spec.key.lower(): key})
        for ask in (failure, unreached):
            assert ask(name, needs_key=True).code == code
    assert service.requests == []


def unreached(name: str, **endpoint: Any) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        asyncio.run(make_illustrator(name, **endpoint).reach(PROVIDERS[name].picture_model))
    return raised.value


@every_service
@pytest.mark.parametrize("ask", [failure, unreached])
def test_a_key_never_gets_into_an_error(settings: Any, service: RunningService, name: str, ask: Any) -> None:
    settings.ENV = replace(settings.ENV, **{PROVIDERS[name].key.lower(): SECRET})
    scripted(service, name, "saying", 401, f"bad key {SECRET}")

    error = ask(name)

    assert error.code == "unauthorised"
    assert SECRET not in f"{error.message} {error.detail} {error!r}"
    assert (error.__cause__, error.__suppress_context__) == (None, True)
