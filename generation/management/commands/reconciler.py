"""Runs the reconciler: safe to run twice, one of them works and the others stand by."""

import signal
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from generation.engine.database import is_away
from generation.engine.mending.cleaning import clean_up
from generation.engine.mending.reconcile import reconcile
from generation.engine.mending.recovery import lease_length
from generation.engine.running.beats import beat, process_name

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
_LOCK = 0x6761_6C02
_CLEAN_UP_EVERY = timedelta(hours=1)
_BEAT_EVERY = timedelta(seconds=5)
_STOOD_STILL = timedelta(seconds=5)
"""A pause between two rounds that a busy machine does not explain: it slept, or this process was stopped."""


class Command(BaseCommand):
    help = "Recover what dead workers left behind, admit jobs, and clean up, until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything once and stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _stop)
        rounds = _Rounds()
        if once:
            rounds.go()
            return
        while True:
            rounds.go_whatever_happens()
            time.sleep(TICK_SECONDS)


class _Rounds:
    """The reconciler's rounds, and what it has to remember between them."""

    def __init__(self) -> None:
        self._started_at = timezone.now()
        self._blind_since: datetime | None = None
        self._judge_from: datetime | None = None
        self._went_at: datetime | None = None
        self._clean_up_at = self._beat_at = self._started_at

    def go_whatever_happens(self) -> None:
        try:
            self.go()
        except Exception as error:  # whatever it is: without the reconciler nothing recovers
            if not is_away(error):
                log.exception("A round of the reconciler broke off")
                return
            log.warning("The reconciler cannot reach the database", error=str(error))
            self._blind_since, self._judge_from = timezone.now(), None
            connection.close()
        finally:
            self._went_at = timezone.now()

    def go(self) -> None:
        """Go one round. Its sign of life comes after the work, so that rounds which break off show."""
        if not _is_ours():
            return
        now = timezone.now()
        if self._judge_from is None:  # nobody could renew a lease while the database was away
            self._judge_from = (self._blind_since or _database_started_at()) + lease_length()
            self._blind_since = None
        if self._went_at and now - self._went_at > _STOOD_STILL:  # nor while all of the machine stood still
            self._judge_from = max(self._judge_from, now + lease_length())
        reconcile(judge_leases=now >= self._judge_from)
        if now >= self._clean_up_at:
            clean_up()
            self._clean_up_at = now + _CLEAN_UP_EVERY
        if now >= self._beat_at:
            beat(process_name("reconciler"), kind="reconciler", started_at=self._started_at)
            self._beat_at = now + _BEAT_EVERY


def _is_ours() -> bool:
    """Whether this process is the one that works; the lock goes with its database connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND objid = %s",
            [_LOCK],
        )
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _database_started_at() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()")
        started_at: datetime = cursor.fetchone()[0]
        return started_at


def _stop(*_: Any) -> None:
    raise SystemExit(0)
