"""What an entry of PROVIDERS says of an environment."""

from dataclasses import replace
from typing import Any

import pytest

from generation.providers import PROVIDERS


@pytest.mark.parametrize(("value", "key"), [("sk-test", "sk-test"), (" sk-test\n", "sk-test"), (" \n", "")])
def test_a_key_of_blanks_is_none(settings: Any, value: str, key: str) -> None:
    environment = replace(settings.ENV, anthropic_api_key=value)

    assert PROVIDERS["anthropic"].key_in(environment) == key
