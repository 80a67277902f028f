"""A worker that ends soon after it is handed no messages: `celery -A tests.support.starving_worker`."""

import django

from config.celery import app

django.setup()

from generation.engine.broker import starvation  # noqa: E402 - its imports need Django to be ready

__all__ = ["app"]

starvation.STARVED_AFTER_SECONDS = 3.0
starvation._LOOK_EVERY_SECONDS = 0.2
