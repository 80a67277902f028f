"""The provider loop: the ways a call ends."""

import asyncio
import threading
import time

import pytest

from generation.calls import Usage
from generation.errors import AttemptStopped, AttemptTimeout, ProviderError
from generation.providers import loop
from generation.providers.base import Answer, CallCancelled, StopReason
from generation.providers.failures import BUSY
from generation.providers.loop import ProviderCall, provider_loop
from tests.support.children import in_a_child
from tests.support.patience import AMPLE_SECONDS, AT_ONCE_SECONDS
from tests.support.threads import in_thread

pytestmark = pytest.mark.usefixtures("a_slow_loop")

ANSWER = Answer(text="Done.", stop_reason=StopReason.END, model="test")


async def answer_at_once() -> Answer:
    return ANSWER


async def answer_never() -> Answer:
    await asyncio.Event().wait()
    return ANSWER


def test_a_call_returns_the_answer() -> None:
    assert ProviderCall().run(answer_at_once, timeout_seconds=AMPLE_SECONDS) is ANSWER


def test_a_call_raises_what_the_provider_raises() -> None:
    async def fail() -> Answer:
        raise BUSY.error(status=529)

    with pytest.raises(ProviderError, match=r"busy \(529\)"):
        ProviderCall().run(fail, timeout_seconds=AMPLE_SECONDS)


def test_a_call_raises_what_making_the_coroutine_raises() -> None:
    def broken() -> None:
        raise LookupError("no such provider")

    with pytest.raises(LookupError):
        ProviderCall().run(broken, timeout_seconds=AMPLE_SECONDS)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "0.2 s"), (0.0, "0 s")])
def test_a_call_ends_at_its_deadline(seconds: float, words: str) -> None:
    began = time.monotonic()

    with pytest.raises(AttemptTimeout) as raised:
        ProviderCall().run(answer_never, timeout_seconds=seconds)

    assert raised.value.message == f"No answer within {words}."
    assert raised.value.retryable
    assert time.monotonic() - began < AT_ONCE_SECONDS


def test_a_stop_ends_the_call() -> None:
    call = ProviderCall()
    thread, raised = in_thread(lambda: call.run(answer_never, timeout_seconds=AMPLE_SECONDS))
    time.sleep(0.1)

    call.stop()
    call.stop()
    thread.join(AMPLE_SECONDS)

    assert [type(error) for error in raised] == [AttemptStopped]


def test_a_stop_before_the_call_keeps_it_from_being_made() -> None:
    asked = []
    call = ProviderCall()
    call.stop()

    with pytest.raises(AttemptStopped):
        call.run(lambda: asked.append(1) or answer_at_once(), timeout_seconds=AMPLE_SECONDS)  # type: ignore[func-returns-value]

    assert asked == []


def test_a_stop_after_the_call_does_nothing() -> None:
    call = ProviderCall()
    call.run(answer_at_once, timeout_seconds=AMPLE_SECONDS)

    call.stop()


def test_a_stop_in_the_moment_of_the_start_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    call = ProviderCall()

    def stop_meanwhile() -> asyncio.AbstractEventLoop:
        call.stop()
        return provider_loop()

    monkeypatch.setattr(loop, "provider_loop", stop_meanwhile)

    with pytest.raises(AttemptStopped):
        call.run(answer_never, timeout_seconds=AMPLE_SECONDS)


def test_stops_that_race_with_the_start_never_leave_a_thread_waiting() -> None:
    for _ in range(300):
        call = ProviderCall()
        thread, raised = in_thread(lambda call=call: call.run(answer_never, timeout_seconds=AMPLE_SECONDS))  # type: ignore[misc]
        call.stop()
        thread.join(AMPLE_SECONDS)

        assert [type(error) for error in raised] == [AttemptStopped]


def test_what_a_cancelled_call_had_used_is_not_lost() -> None:
    used = Usage(input_tokens=10, output_tokens=5, cost_micro_usd=70)

    async def cancelled() -> Answer:
        try:
            return await answer_never()
        except asyncio.CancelledError:
            raise CallCancelled(usage=used, request_id="req_1") from None

    with pytest.raises(AttemptTimeout) as raised:
        ProviderCall().run(cancelled, timeout_seconds=0.1)

    assert (raised.value.usage, raised.value.request_id) == (used, "req_1")


def test_an_error_that_the_cancel_itself_caused_does_not_hide_the_deadline() -> None:
    async def fails_when_cancelled() -> Answer:
        try:
            return await answer_never()
        except asyncio.CancelledError:
            raise ConnectionError("closed under my feet") from None

    with pytest.raises(AttemptTimeout):
        ProviderCall().run(fails_when_cancelled, timeout_seconds=0.1)


@pytest.mark.parametrize("ending", ["deadline", "stop"])
def test_a_call_that_ignores_its_cancel_is_left_behind(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(loop, "ABANDON_SECONDS", 0.3)
    freed = asyncio.Event()

    async def stubborn() -> Answer:
        while not freed.is_set():
            try:
                await freed.wait()
            except asyncio.CancelledError:
                continue
        return ANSWER

    call = ProviderCall()
    timeout = 0.1 if ending == "deadline" else AMPLE_SECONDS
    thread, raised = in_thread(lambda: call.run(stubborn, timeout_seconds=timeout))
    time.sleep(0.2)
    if ending == "stop":
        call.stop()
    thread.join(AMPLE_SECONDS)

    assert [type(error) for error in raised] == [AttemptTimeout if ending == "deadline" else AttemptStopped]
    provider_loop().call_soon_threadsafe(freed.set)


def test_a_blocked_loop_does_not_hold_the_thread_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "ABANDON_SECONDS", 0.1)
    freed = threading.Event()

    async def blocks_the_loop() -> Answer:
        freed.wait(30)  # the very thing to survive
        return ANSWER

    with pytest.raises(AttemptTimeout):
        ProviderCall().run(blocks_the_loop, timeout_seconds=0.2)
    freed.set()


def test_all_calls_of_a_process_share_one_loop() -> None:
    loops = []

    async def note_loop() -> Answer:
        loops.append(asyncio.get_running_loop())
        return ANSWER

    def call() -> None:
        ProviderCall().run(note_loop, timeout_seconds=AMPLE_SECONDS)

    threads = [in_thread(call)[0] for _ in range(8)]
    for thread in threads:
        thread.join()

    assert set(loops) == {provider_loop()}


def test_a_forked_child_gets_a_loop_of_its_own() -> None:
    ProviderCall().run(answer_at_once, timeout_seconds=AMPLE_SECONDS)

    def call_again() -> int:
        return int(ProviderCall().run(answer_at_once, timeout_seconds=AMPLE_SECONDS) is ANSWER)

    assert in_a_child(call_again) == 1
