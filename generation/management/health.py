"""What `manage.py doctor` looks at: each function asks one thing and answers with a finding."""

from collections.abc import Iterator

from django.utils import timezone

from config.embedded.home import read_addresses
from config.env import Environment
from generation.app_settings import (
    BUDGET_USD_PER_MONTH,
    GENERATION_ENABLED,
    MAX_CONCURRENT_JOBS,
)
from generation.engine.allowances.accounts import accounts_that_differ
from generation.engine.allowances.spending import MICRO, in_dollars, month_is_spent, month_spent
from generation.engine.gate.incidents import what_is_wrong
from generation.engine.outbox.confirmed import must_confirm
from generation.engine.outbox.news import staff_to_tell
from generation.management.findings import Finding
from generation.management.servers import (
    of_database,
    of_mail,
    of_migrations,
    of_pages,
    of_redis,
    of_workers,
)
from generation.management.writers import of_cast, of_keys, of_prices
from generation.models import SILENT_AFTER, ProcessBeat, ProviderIncident
from settings_app import store
from settings_app.schema import Values

_MOST_NAMED = 5


def examine(env: Environment) -> Iterator[Finding]:
    """Look at every part, one after the other; what cannot be asked without the database is left out."""
    running = read_addresses(env.home)
    yield _environment(env, pages=running.get("web", env.public_url))
    yield from of_keys(env)
    yield from _demo_settings(env)
    database = of_database(env)
    yield database
    if not database.remedy:
        yield from _of_the_database(env)
    broker = of_redis(env)
    yield broker
    if not broker.remedy:
        yield of_workers()
    yield of_mail()
    yield from of_pages(running)


def _of_the_database(env: Environment) -> Iterator[Finding]:
    migrations = of_migrations()
    yield migrations
    if not migrations.remedy:
        values = store.read_all()
        yield from of_cast(env, values)
        yield _generation(values)
        yield from _incidents()
        yield _month(values)
        yield from of_prices(values)
        yield _reconciler()
        yield _credits()
        yield from _told()


def _environment(env: Environment, *, pages: str) -> Finding:
    servers = {"PostgreSQL": env.embedded_postgres, "Redis": env.embedded_redis}
    kinds = ", ".join(f"{name} {'embedded' if ours else 'of its own'}" for name, ours in servers.items())
    return Finding(part="Environment", says=f"{kinds}; data in {env.home}; pages at {pages}")


def _demo_settings(env: Environment) -> Iterator[Finding]:
    """What slows the demo writer down or makes it fail, if this very environment asks for it."""
    values = {
        "DEMO_FAILURE_RATE": env.demo_failure_rate,
        "DEMO_SECONDS_PER_TASK": env.demo_seconds_per_task,
    }
    for name, value in values.items():
        if value:
            yield Finding(part=name, says=f"{value:g} here; a worker goes by its own environment")


def _generation(values: Values) -> Finding:
    if not values[GENERATION_ENABLED]:
        return Finding(
            part="Generation",
            says="switched off: nothing begins and nothing is started",
            remedy="switch it on again with the setting generation_enabled",
        )
    if not values[MAX_CONCURRENT_JOBS]:
        return Finding(
            part="Generation",
            says="paused: no job may run",
            remedy="allow some with the setting max_concurrent_jobs",
        )
    return Finding(part="Generation", says="switched on")


def _incidents() -> Iterator[Finding]:
    """Name what keeps every call from a provider; the message is the one that staff read."""
    for incident in ProviderIncident.objects.filter(closed_at=None).order_by("opened_at"):
        since = f"{incident.opened_at:%Y-%m-%d %H:%M:%S} UTC"
        yield Finding(
            part="Incident",
            says=f"{incident.service}, since {since}: {what_is_wrong(incident)}",
            remedy="mend its cause; a key needs new workers. The admin has its message, and tries it at once",
        )


def _month(values: Values) -> Finding:
    budget, spent = values[BUDGET_USD_PER_MONTH], month_spent() / MICRO
    if not month_is_spent(values):
        return Finding(
            part="This month",
            says=f"${spent:,.2f} spent, {f'of {in_dollars(budget)}' if budget else 'without a limit'}",
        )
    return Finding(
        part="This month",
        says=f"${spent:,.2f} spent, and {in_dollars(budget)} is all that may be: nothing more is written",
        remedy="raise the setting budget_usd_per_month, or wait for the next month",
    )


def _reconciler() -> Finding:
    last = ProcessBeat.objects.filter(kind="reconciler").order_by("-at").first()
    if last is not None and timezone.now() - last.at < SILENT_AFTER:
        return Finding(part="Reconciler", says=f"works, as {last.name}")
    return Finding(
        part="Reconciler",
        says=f"silent since {last.at:%Y-%m-%d %H:%M:%S} UTC" if last else "has never run here",
        remedy="start one with `.venv/bin/python manage.py reconciler`; without it nothing recovers",
    )


def _credits() -> Finding:
    """Add every account's entries up: a balance is nothing but their sum."""
    differing = accounts_that_differ()
    if not differing:
        return Finding(part="Credits", says="every balance is the sum of its entries")
    named = ", ".join(
        f"{account.owner.get_username()} ({account.balance}, its entries make {account.entered})"
        for account in differing[:_MOST_NAMED]
    )
    more = f" and {len(differing) - _MOST_NAMED} more" if len(differing) > _MOST_NAMED else ""
    return Finding(
        part="Credits",
        says=f"{len(differing)} differ from their entries: {named}{more}",
        remedy="find out who wrote to the tables credit_accounts or credit_entries; Galley never parts them",
    )


def _told() -> Iterator[Finding]:
    """Say who of staff hears by letter that an AI service lets nobody in, where letters leave the house."""
    if not must_confirm():
        return
    if names := sorted(staff_to_tell().values_list("username", flat=True)):
        yield Finding(part="Staff", says=f"an incident is told to {', '.join(names[:_MOST_NAMED])}")
        return
    yield Finding(
        part="Staff",
        says="an incident is told to nobody",
        remedy="let one of staff confirm an address at /account/ and choose letters of what failed beside it",
    )
