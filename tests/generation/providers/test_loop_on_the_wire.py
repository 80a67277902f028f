"""The provider loop on the wire: deadlines and stops close their connections at once."""

import time
from collections.abc import Callable

import pytest

from generation.errors import AttemptStopped, AttemptTimeout
from generation.providers.base import Block, Call
from generation.providers.loop import ProviderCall
from tests.support import anthropic_replies as replies
from tests.support.anthropic_calls import provider_at
from tests.support.anthropic_replies import Reply
from tests.support.anthropic_server import AnthropicServer
from tests.support.patience import AMPLE_SECONDS, AT_ONCE_SECONDS
from tests.support.threads import in_thread

pytestmark = pytest.mark.usefixtures("a_slow_loop")

CALL = Call(
    system="You write.",
    blocks=(
        Block(
            text='<request>{"language": "en", "sections": [{"key": "cover", "kind": "prose", '
            '"title": "Cover", "min_words": 2000, "max_words": 2000}]}</request>'
        ),
    ),
    model="claude-sonnet-5-5",
    max_output_tokens=4000,
)
SLOW = replies.OK.slowly(pace=0.2)

UNFINISHED = pytest.mark.parametrize(
    "reply",
    [replies.STALL, replies.PINGS_ONLY, SLOW],
    ids=["before the first byte", "under pings alone", "in mid stream"],
)


def write_slowly(server: AnthropicServer) -> Callable[[], object]:
    provider = provider_at(server.url)
    return lambda: provider.write(CALL, lambda text: None)


@UNFINISHED
def test_a_deadline_closes_the_connection_at_once(server: AnthropicServer, reply: Reply) -> None:
    server.default = reply

    seconds = 0.5
    while not server.requests:  # a busy machine may take longer than that to ask
        with pytest.raises(AttemptTimeout):
            ProviderCall().run(write_slowly(server), timeout_seconds=seconds)  # type: ignore[arg-type]
        seconds *= 2
    ended = time.monotonic()

    received = server.requests[0]
    assert received.wait_until_ended(AMPLE_SECONDS)
    assert received.closed_early_at is not None
    assert received.closed_early_at - ended < AT_ONCE_SECONDS


@UNFINISHED
def test_a_stop_closes_the_connection_at_once(server: AnthropicServer, reply: Reply) -> None:
    server.default = reply
    call = ProviderCall()
    thread, raised = in_thread(lambda: call.run(write_slowly(server), timeout_seconds=AMPLE_SECONDS))  # type: ignore[arg-type]
    (received,) = server.wait_for(1)
    time.sleep(0.3)

    stopped = time.monotonic()
    call.stop()
    thread.join(AMPLE_SECONDS)

    assert received.wait_until_ended(AMPLE_SECONDS)
    assert received.closed_early_at is not None
    assert received.closed_early_at - stopped < AT_ONCE_SECONDS
    assert [type(error) for error in raised] == [AttemptStopped]


def test_a_call_stopped_in_mid_stream_says_what_it_used(server: AnthropicServer) -> None:
    server.default = replies.OK.slowly(pace=0.01)
    provider, call, pieces = provider_at(server.url), ProviderCall(), []

    def see(text: str) -> None:
        pieces.append(text)
        if sum(map(len, pieces)) > 1000:
            call.stop()

    with pytest.raises(AttemptStopped) as raised:
        call.run(lambda: provider.write(CALL, see), timeout_seconds=AMPLE_SECONDS)

    assert raised.value.request_id == "req_0"
    assert raised.value.usage.input_tokens > 20
    assert raised.value.usage.output_tokens > 100
    assert raised.value.usage.cost_micro_usd > 1000


def test_a_hundred_calls_run_side_by_side(server: AnthropicServer) -> None:
    server.hold_after(0)
    provider = provider_at(server.url)

    def write() -> None:
        asked = ProviderCall()
        assert asked.run(
            lambda: provider.write(CALL, lambda text: None), timeout_seconds=2 * AMPLE_SECONDS
        ).text

    ran = [in_thread(write) for _ in range(100)]
    server.wait_for(100, timeout=AMPLE_SECONDS)
    side_by_side = server.in_flight
    server.go_on()
    for thread, _ in ran:
        thread.join()

    assert [raised for _, raised in ran if raised] == []
    assert side_by_side == 100
