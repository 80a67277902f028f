"""Wiring: the environment, Django's settings, logging, Celery, addresses."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
