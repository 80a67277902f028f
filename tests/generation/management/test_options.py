"""The commands' own words about themselves."""

import pytest
from django.core.management import get_commands, load_command_class

OURS = sorted(name for name, app in get_commands().items() if app in ("generation", "settings_app"))


@pytest.mark.parametrize("name", OURS)
def test_every_command_and_option_is_explained(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    options = command.create_parser("manage.py", name)._actions

    assert command.help
    assert [option.dest for option in options if not option.help] == []
