"""What every provider makes of a stream: its text, what is booked for it, and how it ended."""

import pytest

from generation.calls import Usage
from generation.errors import ProviderError
from generation.providers.base import Block, Call, StopReason
from generation.providers.reading import Reading, Tokens, stop_reason_of

CALL = Call(
    system="x" * 30, blocks=(Block(text="x" * 60),), model="claude-sonnet-5-5", max_output_tokens=1000
)


class Lines(Reading[str]):
    """A stream of lines, each of which is text."""

    def read(self, event: str) -> str:
        self.started = True
        return event.rstrip("\n")


def reading(*lines: str, tokens: Tokens | None = None, ended: StopReason | None = StopReason.END) -> Lines:
    found = Lines("anthropic", CALL)
    for line in lines:
        found.take(line)
    found.tokens, found.stop_reason = tokens or Tokens(), ended
    return found


def test_what_the_service_counted_is_booked() -> None:
    counted = Tokens(plain=100, cache_write=200, cache_read=1000, output=10)

    assert reading("text", tokens=counted).usage() == Usage(
        input_tokens=1300, cached_input_tokens=1000, output_tokens=10, cost_micro_usd=200 + 500 + 100 + 100
    )


def test_nothing_is_booked_before_anything_came() -> None:
    assert Lines("anthropic", CALL).usage() == Usage()


def test_what_broke_off_before_it_was_counted_is_estimated() -> None:
    assert reading("x" * 300, ended=None).usage() == Usage(
        input_tokens=30, output_tokens=100, cost_micro_usd=60 + 1000
    )


@pytest.mark.parametrize(("counted", "booked"), [(1, 100), (150, 150)])
def test_a_count_from_before_an_answer_broke_off_is_no_end_of_it(counted: int, booked: int) -> None:
    broken = reading("x" * 300, tokens=Tokens(plain=7, output=counted), ended=None)

    assert (broken.usage().input_tokens, broken.usage().output_tokens) == (7, booked)


@pytest.mark.parametrize(
    ("reported", "micro_usd"),
    [("claude-haiku-5-5", 100), ("claude-sonnet-5-5-20260915", 2000), ("a-proxys-name-for-it", 2000)],
)
def test_the_model_that_answered_is_paid_for_or_the_one_that_was_asked(reported: str, micro_usd: int) -> None:
    found = reading(tokens=Tokens(plain=1000))
    found.model = reported

    assert found.usage().cost_micro_usd == micro_usd


def test_an_event_that_cannot_be_read_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="unexpected event: 'int' object has no attribute 'rstrip'"):
        Lines("anthropic", CALL).take(3)  # type: ignore[arg-type]


def test_a_stream_without_an_answer_is_none() -> None:
    with pytest.raises(ProviderError) as raised:
        Lines("anthropic", CALL).answer()

    assert (raised.value.code, raised.value.retryable) == ("bad_response", True)


def test_a_stream_that_just_ends_is_truncated() -> None:
    answer = reading("one\n", "two\n", ended=None).answer()

    assert (answer.text, answer.stop_reason) == ("onetwo", StopReason.TRUNCATED)


@pytest.mark.parametrize(
    ("reported", "reason"), [(None, None), ("end", StopReason.END), ("whim", StopReason.TRUNCATED)]
)
def test_a_reason_that_nobody_knows_is_no_end(reported: str | None, reason: StopReason | None) -> None:
    assert stop_reason_of(reported, {"end": StopReason.END}) is reason
