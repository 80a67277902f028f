"""What the doctor finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from config.embedded.home import write_addresses
from config.embedded.lock import only_one
from generation.engine.allowances.ledger import grant
from generation.engine.outbox.confirmed import GivenAddress, confirm
from generation.management.findings import Finding
from generation.management.health import examine
from generation.management.servers import of_mail
from generation.models import CreditAccount, Preferences, ProcessBeat, ProviderIncident, TaskAttempt
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import finished
from tests.support.mail_server import let_mail_leave
from tests.support.processes import wait_until
from tests.support.servers import PostgresControl, RedisControl


def findings(**values: Any) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(replace(settings.ENV, **values))}


@pytest.mark.django_db
def test_a_key_is_never_shown() -> None:
    found = findings(anthropic_api_key="sk-very-secret")

    assert found["ANTHROPIC_API_KEY"].says == "set"
    assert "sk-very-secret" not in repr(found)


@pytest.mark.django_db
def test_a_key_that_a_server_of_ones_own_does_not_need_is_not_asked_for() -> None:
    store.save({"writer_provider": "openai"}, None)

    found = findings(openai_api_key="", openai_base_url="http://localhost:11434/v1")

    assert found["OPENAI_API_KEY"].says == "not set, and not needed where OPENAI_BASE_URL leads"
    assert found["GEMINI_API_KEY"].says == "not set"
    assert found["Writer"].remedy == ""


@pytest.mark.django_db
def test_without_a_key_the_demo_writer_writes() -> None:
    assert findings()["Writer"].says.startswith("demo, model demo, by this environment")


@pytest.mark.django_db
def test_a_writer_without_its_key_is_broken() -> None:
    store.save({"writer_provider": "anthropic"}, None)

    assert "ANTHROPIC_API_KEY" in findings()["Writer"].remedy


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "switched on"),
        ({"generation_enabled": False}, "switched off"),
        ({"max_concurrent_jobs": 0}, "paused"),
    ],
)
def test_whether_anything_may_run_is_said(values: dict[str, Any], says: str) -> None:
    store.save(values, None)

    found = findings()["Generation"]

    assert found.says.startswith(says)
    assert bool(found.remedy) is bool(values)


@pytest.mark.django_db
def test_an_incident_is_broken_while_it_is_open() -> None:
    incident = ProviderIncident.objects.create(
        provider="anthropic", model="m", code="provider_auth", message="401", opened_at=timezone.now()
    )

    found = findings()["Incident"]
    assert found.says.startswith("Anthropic, since ")
    assert found.remedy

    incident.closed_at = timezone.now()
    incident.save()
    assert "Incident" not in findings()


@pytest.mark.django_db
def test_a_month_that_is_spent_is_broken() -> None:
    assert findings()["This month"] == Finding(part="This month", says="$0.00 spent, without a limit")
    finished(make_funnel(make_user()))
    store.save({"budget_usd_per_month": "0.50"}, None)
    assert not findings()["This month"].remedy

    TaskAttempt.objects.update(cost_micro_usd=100_000)

    found = findings()["This month"]
    assert found.says == "$1.40 spent, and $0.50 is all that may be: nothing more is written"
    assert "budget_usd_per_month" in found.remedy


@pytest.mark.django_db
@pytest.mark.parametrize("budget", ["budget_usd_per_month", "budget_usd_per_job"])
def test_a_budget_that_cannot_count_a_writer_is_broken(budget: str) -> None:
    store.save({"fallback_writers": "anthropic:claude-next, anthropic:claude-haiku-5-5"}, None)
    assert "Prices" not in findings()

    store.save({budget: 1}, None)

    found = findings()["Prices"]
    assert found.says == "none is known for anthropic:claude-next, whose calls count as $0 in every budget"
    assert "generation/providers/__init__.py" in found.remedy


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "broken"), [(5, False), (31, True)])
def test_a_reconciler_that_fell_silent_is_broken(seconds: int, broken: bool) -> None:
    at = timezone.now() - timedelta(seconds=seconds)
    ProcessBeat.objects.create(name="reconciler@here:1", kind="reconciler", started_at=at, at=at)

    assert bool(findings()["Reconciler"].remedy) is broken


@pytest.mark.django_db
def test_an_account_that_differs_from_its_entries_is_named() -> None:
    for name in ("ana", "ben"):
        grant(make_user(name), 5, note="", by=None)
    assert findings()["Credits"] == Finding(part="Credits", says="every balance is the sum of its entries")

    CreditAccount.objects.filter(owner__username="ana").update(balance=3)

    found = findings()["Credits"]
    assert found.says == "1 differ from their entries: ana (3, its entries make 10005)"
    assert found.remedy


def mail(backend: str, **values: Any) -> Finding:
    chosen = f"django.core.mail.backends.{backend}.EmailBackend"
    with override_settings(EMAIL_BACKEND=chosen, **values):
        return of_mail()


def test_where_letters_go_is_said_and_tried(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()

    nobody_listens = mail("smtp", EMAIL_HOST="localhost", EMAIL_PORT=1)
    no_folder = mail("filebased", EMAIL_FILE_PATH=str(tmp_path / "a file"))
    a_folder = mail("filebased", EMAIL_FILE_PATH=str(tmp_path / "letters"))

    assert nobody_listens.says.startswith("no letter can be sent: letters go to localhost, port 1, and ")
    assert "EMAIL_URL" in nobody_listens.remedy
    assert no_folder.remedy
    assert a_folder == Finding(part="Mail", says=f"letters are written into {tmp_path / 'letters'}")
    assert not mail("console").remedy


@pytest.mark.django_db
def test_missing_workers_and_reconciler_are_said_with_what_to_do() -> None:
    found = findings()

    assert found["Workers"].says == "none answers"
    assert "`.venv/bin/python manage.py reconciler`" in found["Reconciler"].remedy


def test_an_unreachable_database_ends_its_part_of_the_examination(postgres_server: PostgresControl) -> None:
    postgres_server.stop()

    found = findings()

    assert "DATABASE_URL" in found["PostgreSQL"].remedy
    assert "Writer" not in found


@pytest.mark.django_db
def test_an_unreachable_redis_is_broken(redis_server: RedisControl) -> None:
    redis_server.stop()

    assert "REDIS_URL" in findings()["Redis"].remedy


@pytest.mark.django_db
def test_a_worker_that_answers_is_named(worker: Callable[..., object]) -> None:
    worker()

    assert wait_until(lambda: "worker1@" in findings()["Workers"].says)


@pytest.mark.django_db
def test_embedded_servers_that_do_not_run_are_started_with_make_run() -> None:
    found = findings(database_url="", redis_url="")

    assert "make run" in found["PostgreSQL"].remedy
    assert "make run" in found["Redis"].remedy


@pytest.mark.django_db
def test_what_hinders_the_demo_writer_is_said() -> None:
    found = findings(demo_failure_rate=0.3)

    assert found["DEMO_FAILURE_RATE"].says.startswith("0.3 here")
    assert "DEMO_SECONDS_PER_TASK" not in found


@pytest.mark.django_db
def test_the_pages_of_the_galley_that_runs_are_named_and_asked(tmp_path: Path) -> None:
    pages = {"web": "http://localhost:1/", "flower": "http://localhost:2/"}
    with only_one(tmp_path, description="a test"):
        write_addresses(tmp_path, pages)

        found = findings(home=tmp_path)

    assert found["Environment"].says.endswith("pages at http://localhost:1/")
    assert "does not answer at http://localhost:1/" in found["Web server"].says
    assert "make run" in found["Flower"].remedy


@pytest.mark.django_db
def test_where_letters_leave_the_house_it_is_said_who_hears_of_an_incident(settings: Any) -> None:
    rita = make_user("rita", is_staff=True, email="rita@example.test")
    Preferences.objects.create(user=rita, mail_when_failed=True)
    without_mail = findings()

    let_mail_leave(settings)
    unconfirmed = findings()["Staff"]
    confirm(GivenAddress(user=rita, address=rita.email))

    assert "Staff" not in without_mail
    assert unconfirmed.says == "an incident is told to nobody"
    assert unconfirmed.remedy
    assert findings()["Staff"] == Finding(part="Staff", says="an incident is told to rita")
