import pytest

from generation.blueprints.base import word_limits


@pytest.mark.parametrize(
    ("words", "limits"),
    [((0, 40), (0, 60)), ((40, 120), (30, 180)), ((90, 250), (60, 375)), ((0, 0), (0, 0))],
)
def test_a_section_may_miss_its_length_by_a_margin(words: tuple[int, int], limits: tuple[int, int]) -> None:
    assert word_limits(words) == limits
