"""Wiring: the environment, Django's settings, logging, Celery, addresses."""
