"""The app of settings: after every migrate, missing defaults are put in."""

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.apps.registry import apps as installed_apps
from django.db.models.signals import post_migrate


class SettingsConfig(AppConfig):
    name = "settings_app"
    verbose_name = "Settings"

    def ready(self) -> None:
        from settings_app import checks  # noqa: F401 - registers the check

        post_migrate.connect(put_in_missing_defaults, sender=self)


def put_in_missing_defaults(*, using: str, apps: Apps = installed_apps, **_: Any) -> None:
    """Give each declared setting a row, so that a new setting needs no migration of its own.

    `apps` are the models as `migrate` left them; `flush` names none.
    """
    from settings_app.store import add_missing_defaults

    try:
        model = apps.get_model("settings_app", "AppSetting")
    except LookupError:  # migrated back to before the table
        return
    add_missing_defaults(model.objects.using(using))
