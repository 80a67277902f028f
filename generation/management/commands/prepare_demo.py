"""`manage.py prepare_demo`: the user and the funnel that `make run` starts with."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.env import BASE_DIR
from generation.models import Funnel

_NAME = _PASSWORD = "demo"  # noqa: S105 - known to everybody, hence on embedded servers only
_SAMPLE = BASE_DIR / "generation" / "samples" / "calm-inbox.json"


class Command(BaseCommand):
    help = "Makes the staff user demo and the sample funnel, once, on the embedded PostgreSQL only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ENV.embedded_postgres:
            raise CommandError("DATABASE_URL is set: the user demo belongs in our own database alone.")
        if not User.objects.filter(username=_NAME).exclude(password="").exists():
            make_demo()


@transaction.atomic
def make_demo() -> None:
    """Make the user and their funnel, not started. A funnel that was deleted is not made again.

    `generate` may have been quicker: it makes the user without a password, and perhaps the funnel.
    """
    owner, _ = User.objects.get_or_create(username=_NAME)
    owner.is_staff = owner.is_superuser = True
    owner.set_password(_PASSWORD)
    owner.save()
    sample = json.loads(_SAMPLE.read_text())
    Funnel.objects.get_or_create(
        owner=owner,
        name=sample["name"],
        defaults={"language": sample["language"], "brief": sample["brief"]},
    )
