"""`manage.py demo`: the main job once, offline (`make demo`)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded.demo import run_demo
from config.embedded.lock import AlreadyRunningError
from config.embedded.run import RunError
from config.embedded.waiting import ServerStartError


class Command(BaseCommand):
    help = "Writes the sample funnel with the demo writer into ./out/, on servers of its own, and stops."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_demo(settings.ENV, echo=self.stdout.write)
        except (RunError, AlreadyRunningError, ServerStartError, OSError) as error:
            raise CommandError(str(error)) from error
