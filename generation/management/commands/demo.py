"""`manage.py demo`: the main job once, offline (`make demo`)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.embedded.demo import run_demo
from config.embedded.lock import AlreadyRunningError
from config.embedded.run import RunError
from config.embedded.waiting import ServerStartError


class Command(BaseCommand):
    help = "Writes the sample funnel with the demo writer into a folder, on servers of its own, and stops."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", default="out", help="the folder for the export (default: out)")

    def handle(self, *args: Any, out: str, **options: Any) -> None:
        try:
            run_demo(settings.ENV, out=out, echo=self.stdout.write)
        except (RunError, AlreadyRunningError, ServerStartError, OSError) as error:
            raise CommandError(str(error)) from error
