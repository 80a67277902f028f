"""Generation as a Django app: what it makes known to others once it is ready."""

from typing import Any
from uuid import UUID

from django.apps import AppConfig

from generation.states import Role
from settings_app.schema import Values


class GenerationConfig(AppConfig):
    name = "generation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation import app_settings
        from generation.engine.verbs import audit
        from generation.models.moves import job_changed
        from settings_app import schema

        schema.register(*app_settings.GROUPS)
        schema.register_trial(schema.Trial(key="writer", label="Try these", run=_try_writer))
        schema.register_warning(_warn_of_keys)
        schema.register_page("settings")
        job_changed.connect(_announce)
        audit.listen()


def _announce(sender: object, *, job_id: UUID, seq: int, **_: Any) -> None:
    from generation.engine.broker import herald  # with Celery, which most commands never need

    herald.announce(job_id, seq)


def _try_writer(values: Values) -> str:
    from generation.engine.writers import choice, trial  # with the providers, which most commands never need

    roles = choice.roles_named(values)
    answered = [
        trial.try_illustrator(writer) if role == Role.ILLUSTRATOR else trial.try_writer(writer, role)
        for writer, role in roles.items()
    ]
    asked = "It was" if len(answered) == 1 else "They were"
    return f"{' '.join(answered)} {asked} asked from the web server, not from a worker."


def _warn_of_keys(values: Values) -> str:
    from generation.engine.writers import choice, trial  # with the providers, as above

    missing = (trial.what_is_missing(writer, role) for writer, role in choice.roles_named(values).items())
    return " ".join(filter(None, missing))
