#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ModuleNotFoundError:
        sys.exit(
            "This Python does not have Django: run `make demo` once, then use .venv/bin/python manage.py."
        )

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our words (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None):  # the server answered: this is about something else
            raise
        sys.exit(_what_to_do(error))


def _what_to_do(error: Exception) -> str:
    from django.conf import settings

    if settings.ENV.embedded_postgres:
        return "The database cannot be reached. Start Galley first: make run"
    said = str(error).strip().partition("\n")[0]
    return f"The database cannot be reached ({said}): check DATABASE_URL, and that the server is up"


if __name__ == "__main__":
    main()
