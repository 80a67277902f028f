import json
from typing import Any

import pytest

from generation.storable import MOST_LEVELS, wrong_with_json


def nested(levels: int) -> Any:
    return json.loads("[" * levels + "]" * levels)


@pytest.mark.parametrize("data", [None, "a", 1.5, [], {"a": [{"b": "é"}, True]}, nested(MOST_LEVELS)])
def test_ordinary_json_is_kept(data: Any) -> None:
    assert wrong_with_json(data) == ""


@pytest.mark.parametrize("data", ["\x00", ["\ud800"], {"\udfff": 1}, {"a": {"b": ["\x00"]}}])
def test_a_character_the_database_refuses_is_told(data: Any) -> None:
    assert "character" in wrong_with_json(data)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_beyond_all_measure_is_told(number: str) -> None:
    assert "number" in wrong_with_json(json.loads(f'{{"a": {number}}}'))


@pytest.mark.parametrize("levels", [MOST_LEVELS + 1, 900])
def test_what_lies_too_deep_is_told(levels: int) -> None:
    assert "deeply" in wrong_with_json(nested(levels))
