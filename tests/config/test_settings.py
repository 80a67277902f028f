"""The settings: what stands there when the environment does not say."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize(
    ("variable", "setting"),
    [("REDIS_URL", "settings.REDIS_URL"), ("DATABASE_URL", "'//' + settings.DATABASES['default']['HOST']")],
)
def test_a_server_that_nobody_named_is_not_looked_for_on_this_machine(variable: str, setting: str) -> None:
    command = (sys.executable, "-c", f"from django.conf import settings; print({setting})")

    said = subprocess.run(
        command, env={**os.environ, variable: ""}, capture_output=True, text=True, check=True
    )

    assert (
        urlsplit(said.stdout.strip()).hostname == f"{variable.lower().replace('_', '-')}-is-not-set.invalid"
    )
