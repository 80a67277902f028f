"""The product's worker that also knows the bench's blueprint and writer: `celery -A bench.worker worker`."""

from bench.kinds import register
from config.celery import app

__all__ = ["app"]

register()
