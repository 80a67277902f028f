"""Generation as a Django app."""

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    name = "generation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation import app_settings
        from settings_app import schema

        schema.register(*app_settings.GROUPS)
