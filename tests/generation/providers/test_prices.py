"""Prices: which line of the table a model's name finds, and what a call comes to."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from generation.providers import PROVIDERS
from generation.providers.prices import cost_micro_usd, price_of


@pytest.fixture(autouse=True)
def _forget_what_was_looked_up() -> Iterator[None]:
    price_of.cache_clear()
    yield
    price_of.cache_clear()


def cost(model: str, *, plain: int = 0, written: int = 0, read: int = 0, output: int = 0) -> int:
    return cost_micro_usd(
        "anthropic",
        model,
        input_tokens=plain,
        cache_write_tokens=written,
        cache_read_tokens=read,
        output_tokens=output,
    )


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("claude-sonnet-5-5", "claude-sonnet-5-5"),
        ("claude-sonnet-5-5-20260915", "claude-sonnet-5-5"),
        ("claude-sonnet-5-20260401", "claude-sonnet-5"),
        ("claude-sonnet-5", "claude-sonnet-5"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("claude-sonnet-4-2025-05-14", "claude-sonnet-4"),
        ("claude-opus-4-1", "claude-opus-4-1"),
        ("claude-opus-4-8", "claude-opus-4-8"),
    ],
)
def test_a_dated_release_of_a_model_has_its_price(model: str, line: str) -> None:
    assert price_of("anthropic", model) is PROVIDERS["anthropic"].prices[line]


@pytest.mark.parametrize("model", ["claude-sonnet-50", "claude-sonnet-5-mini", "claude-sonnet-5-6"])
def test_a_name_stands_for_no_other_model_that_begins_with_it(model: str) -> None:
    assert price_of("anthropic", model) is None


def test_an_unknown_model_costs_nothing_and_is_logged_once() -> None:
    with capture_logs() as logs:
        costs = [cost("somebody-elses-model", plain=1000, output=1000) for _ in range(3)]

    assert costs == [0, 0, 0]
    assert [line["model"] for line in logs] == ["somebody-elses-model"]


@pytest.mark.parametrize(
    ("tokens", "micro_usd"),
    [
        ({"plain": 1_000_000}, 2_000_000),
        ({"output": 1_000_000}, 10_000_000),
        ({"written": 1_000_000}, 2_500_000),
        ({"read": 1_000_000}, 100_000),
        ({"plain": 100, "written": 200, "read": 1000, "output": 10}, 200 + 500 + 100 + 100),
        ({}, 0),
    ],
)
def test_each_kind_of_token_has_its_price(tokens: dict[str, int], micro_usd: int) -> None:
    assert cost("claude-sonnet-5-5", **tokens) == micro_usd


def test_a_long_prompt_pays_the_long_price_on_every_token() -> None:
    assert cost("claude-haiku-5-5", plain=100_000, output=1000) == 10_500
    assert cost("claude-haiku-5-5", plain=1, written=50_000, read=50_000, output=1000) == 36_250


def test_a_provider_that_is_gone_has_no_prices() -> None:
    assert price_of("long-gone", "claude-sonnet-5-5") is None
