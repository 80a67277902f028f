"""The settings: what stands there when the environment does not say."""

import ast
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from django.core.mail import get_connection, send_mail
from django.test import override_settings

from config.env import BASE_DIR


@pytest.fixture(autouse=True)
def _logged_as_before() -> Iterator[None]:
    """Settings that are read once more set the logs of this whole process up anew."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


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


def test_a_database_that_hangs_is_given_up_and_the_address_has_the_last_word() -> None:
    command = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    address = "postgres://db.example/galley?sslmode=require&connect_timeout=9"

    said = subprocess.run(
        (sys.executable, "-c", command),
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=True,
    )

    options = ast.literal_eval(said.stdout)
    assert (int(options["connect_timeout"]), options["sslmode"]) == (9, "require")
    assert options["tcp_user_timeout"] == 30_000


@pytest.mark.parametrize(("address", "is_secure"), [("https://galley.example", True), ("http://x", False)])
def test_cookies_travel_over_https_alone_where_galley_is_found_there(
    monkeypatch: pytest.MonkeyPatch, address: str, is_secure: bool
) -> None:
    monkeypatch.setenv("PUBLIC_URL", address)

    settings = runpy.run_path(str(BASE_DIR / "config" / "settings.py"))

    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is is_secure


def test_letters_can_be_kept_in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL", f"file://{tmp_path}/letters%20sent")
    made = runpy.run_path(str(BASE_DIR / "config" / "settings.py"))

    with override_settings(**{name: made[name] for name in made if name.startswith("EMAIL_")}):
        send_mail("Ready", "It is.", None, ["ana@example.com"], connection=get_connection())

    [letter] = (tmp_path / "letters sent").iterdir()
    assert "Subject: Ready" in letter.read_text()
