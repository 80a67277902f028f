"""`manage.py doctor`: what is configured, what answers, what is missing, and what to do about it."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from generation.management.findings import Finding
from generation.management.health import examine


class Command(BaseCommand):
    help = (
        "Says in plain words what is configured, reachable and missing; ends with 1 if something is broken."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for finding in examine(settings.ENV):
            self._show(finding)
            broken += bool(finding.remedy)
        if broken:
            self.stdout.write(f"{broken} of these need attention.")
            sys.exit(1)
        self.stdout.write("All is well.")

    def _show(self, finding: Finding) -> None:
        mark = "broken" if finding.remedy else "ok"
        self.stdout.write(f"{mark:<7} {finding.part:<18} {finding.says}")
        if finding.remedy:
            self.stdout.write(f"{'':<26} -> {finding.remedy}")
