"""`manage.py dev`: the whole product on this machine (`make run`)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded.lock import AlreadyRunningError
from config.embedded.run import RunError, run
from config.embedded.waiting import ServerStartError


class Command(BaseCommand):
    """Touches no table itself: its servers are not there yet when Django's settings are read."""

    help = "Runs web, worker, reconciler and Flower on embedded PostgreSQL and Redis until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run(settings.ENV, echo=self._say)
        except (RunError, AlreadyRunningError, ServerStartError, OSError) as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
