"""What the engine costs, measured beside bare Celery in the same run: `python -m bench`."""
