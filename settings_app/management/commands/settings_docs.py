"""`manage.py settings_docs` writes docs/settings.md; with --check it only says whether it is up to date."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from settings_app.docs import settings_page
from settings_app.schema import GROUPS


class Command(BaseCommand):
    help = "Write docs/settings.md from the declared settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail where the page is stale"
        )
        parser.add_argument(
            "--path",
            type=Path,
            default=settings.BASE_DIR / "docs" / "settings.md",
            help="the page (default: docs/settings.md)",
        )

    def handle(self, *_: Any, check: bool, path: Path, **__: Any) -> None:
        page = settings_page(GROUPS)
        is_current = path.exists() and path.read_text(encoding="utf-8") == page
        if check and not is_current:
            raise CommandError(f"{path} is stale. Run: .venv/bin/python manage.py settings_docs")
        if not is_current:
            path.write_text(page, encoding="utf-8")
